using System.Diagnostics.Metrics;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>What lanes measure of themselves.</summary>
public sealed class LaneMetrics
{
    private readonly UpDownCounter<long> _active;

    /// <summary>Makes the instruments.</summary>
    public LaneMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _active = meters.Create("Gateway.QueueProcessor")
            .CreateUpDownCounter<long>("gateway.queue.active", description: "Messages in work.");
    }

    internal void Began() => _active.Add(1);

    internal void Ended() => _active.Add(-1);
}
