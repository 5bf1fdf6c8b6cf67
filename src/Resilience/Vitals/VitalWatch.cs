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
    private readonly Dictionary<string, HealthLevel> _standing = new(StringComparer.Ordinal);

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
            if (vital.Read() is { } reading && Judge(vital, reading, out var isPast) is > HealthLevel.Healthy and var level)
            {
                _standing[vital.Name] = level;
                _complaints.Raise(new Complaint(source, level, reading.Text) { IsPast = isPast });
            }
            else
            {
                Withdraw(vital.Name);
            }

            _failing.Remove(vital.Name);
        }
        // What cannot be read says nothing about the whole; it is told once.
        catch (Exception failure)
        {
            Withdraw(vital.Name);
            if (_failing.Add(vital.Name))
            {
                VitalLog.NotRead(_logger, vital.Name, failure.GetType().Name);
            }
        }
    }

    // What is past, or too little to judge by, keeps a complaint standing and neither begins one nor makes it worse.
    private HealthLevel Judge(IVital vital, VitalReading reading, out bool isPast)
    {
        isPast = reading.Fresh is { } fresh && vital.Rule.Judge(fresh) == HealthLevel.Healthy;
        var judged = vital.Rule.Judge(reading.Value);
        var level = judged < reading.AtMost ? judged : reading.AtMost;
        var stands = _standing.GetValueOrDefault(vital.Name);
        return (isPast || reading.IsThin) && level > stands ? stands : level;
    }

    private void Withdraw(string vital)
    {
        _standing.Remove(vital);
        _complaints.Withdraw(Prefix + vital);
    }
}
