using System.Diagnostics.Metrics;
using Relevo.Contracts.Messages;

namespace Relevo.Gateway.Health.Readings;

/// <summary>The queues as metrics, read from the last reading of the store.</summary>
internal sealed class QueueMetrics(IMeterFactory meters, StoreGauges gauges, IQueueProgress progress, TimeProvider time)
{
    /// <summary>Creates the instruments.</summary>
    public void Begin()
    {
        var meter = meters.Create("Gateway.Queue");
        meter.CreateObservableGauge("gateway.queue.waiting", Waiting, description: "Messages that wait, by priority; those in work are not among them.");
        meter.CreateObservableGauge("gateway.queue.active", Active, description: "Messages in work.");
        meter.CreateObservableGauge("gateway.queue.delayed", () => One(r => r.Delayed), description: "Messages that wait for their time.");
        meter.CreateObservableGauge("gateway.queue.dead", () => One(r => r.Parked), description: "Dead letters.");
        meter.CreateObservableGauge("gateway.queue.oldest", Oldest, "s", "Age of the oldest message that waits; 0 when none does.");
        meter.CreateObservableGauge("gateway.conservation.gap", Gap, description: "Messages that were accepted and cannot be accounted for; must be 0.");
    }

    private IEnumerable<Measurement<long>> One(Func<StoreReading, long> value) =>
        gauges.Last is { } reading ? [new Measurement<long>(value(reading))] : [];

    // The store's rows and the work under way are read at different moments, so a difference may fall below 0 for one.
    private IEnumerable<Measurement<long>> Waiting() =>
        gauges.Last is { } reading
            ? Enum.GetValues<Priority>().Select(p => new Measurement<long>(
                Math.Max(0, reading.Waiting((int)p) - progress.Active(p)),
                new KeyValuePair<string, object?>("priority", p.ToString().ToLowerInvariant())))
            : [];

    private long Active() => Enum.GetValues<Priority>().Sum(progress.Active);

    private IEnumerable<Measurement<double>> Oldest()
    {
        if (gauges.Last is not { } reading)
        {
            return [];
        }

        var age = reading.OldestUtc is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
        return [new Measurement<double>(Math.Max(0, age.TotalSeconds))];
    }

    private IEnumerable<Measurement<long>> Gap() =>
        gauges.Last is { } reading ? [Gap("events", reading.Events.Gap), Gap("sends", reading.Sends.Gap)] : [];

    private static Measurement<long> Gap(string kind, long gap) => new(gap, new KeyValuePair<string, object?>("kind", kind));
}
