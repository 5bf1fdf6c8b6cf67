using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Resilience.Vitals;

/// <summary>Reads every figure once a second and complains while one is bad. One that cannot be read is not judged.</summary>
public sealed class VitalWatch
{
    /// <summary>What the sources of its complaints begin with.</summary>
    public const string Prefix = "figure ";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly IReadOnlyList<IVital> _vitals;
    private readonly ComplaintBook _complaints;
    private readonly TimeProvider _time;
    private readonly ILogger<VitalWatch> _logger;
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    /// <summary>Creates it; nothing is read before <see cref="RunAsync"/>.</summary>
    public VitalWatch(IEnumerable<IVital> vitals, ComplaintBook complaints, TimeProvider time, ILogger<VitalWatch> logger)
    {
        (_vitals, _complaints, _time, _logger) = ([.. vitals], complaints, time, logger);
    }

    /// <summary>Reads once a second until it is stopped.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(beat);
        while (true)
        {
            await Task.Delay(Interval, _time, stopping).ConfigureAwait(false);
            beat.Tell();
            Look();
        }
    }

    /// <summary>Reads every figure now.</summary>
    public void Look()
    {
        foreach (var vital in _vitals)
        {
            Look(vital);
        }
    }

    private void Look(IVital vital)
    {
        var source = Prefix + vital.Name;
        try
        {
            var level = HealthLevel.Healthy;
            if (vital.Read() is { } reading)
            {
                var judged = vital.Rule.Judge(reading.Value);
                level = judged < reading.AtMost ? judged : reading.AtMost;
                if (level > HealthLevel.Healthy)
                {
                    var isPast = reading.Fresh is { } fresh && vital.Rule.Judge(fresh) == HealthLevel.Healthy;
                    _complaints.Raise(new Complaint(source, level, reading.Text) { IsPast = isPast });
                }
            }

            if (level == HealthLevel.Healthy)
            {
                _complaints.Withdraw(source);
            }

            _failing.Remove(vital.Name);
        }
        // What cannot be read says nothing about the whole; it is told once.
        catch (Exception failure)
        {
            _complaints.Withdraw(source);
            if (_failing.Add(vital.Name))
            {
                VitalLog.NotRead(_logger, vital.Name, failure.GetType().Name);
            }
        }
    }
}
