using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Resilience.Degradation;

/// <summary>
/// Keeps what the level, or somebody by hand, asks for in force at every part: at once when it gets worse, in steps when it
/// gets better. <see cref="RunAsync"/> looks once a second as well, so that a part which could not follow is asked again. Safe
/// from any thread.
/// </summary>
public sealed class DegradationControl
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Func<DegradationOptions> _options;
    private readonly Func<double?> _success;
    private readonly IReadOnlyList<IDegradable> _parts;
    private readonly Dictionary<IDegradable, Restriction> _applied = [];
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger<DegradationControl> _logger;
    private readonly RateReturn _rate = new();
    private readonly long _start;
    private volatile DegradationState _state;
    private HealthLevel _level;
    private HandSetting? _byHand;
    private TimeSpan _handEnd; // on a clock that nobody sets
    private string? _maintenance;

    /// <summary>Creates it, with nothing restricted.</summary>
    /// <param name="parts">Who can do with less.</param>
    /// <param name="options">The settings in force.</param>
    /// <param name="success">Share of the work that succeeded lately, percent; null when there was too little to tell.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what people should know.</param>
    public DegradationControl(IEnumerable<IDegradable> parts, Func<DegradationOptions> options, Func<double?> success, TimeProvider time, ILogger<DegradationControl> logger)
    {
        (_parts, _options, _success, _time, _logger) = ([.. parts], options, success, time, logger);
        _start = time.GetTimestamp();
        _state = new DegradationState(DegradationPlan.For(HealthLevel.Healthy, isMaintenance: false, options()), HealthLevel.Healthy, null, null, null);
    }

    /// <summary>Raised after something was set by hand or maintenance began or ended. Must not block.</summary>
    public event Action? SetByHand;

    /// <summary>What is in force.</summary>
    public DegradationState State => _state;

    /// <summary>The level changed.</summary>
    public void Follow(HealthLevel level)
    {
        lock (_gate)
        {
            _level = level;
            Apply_NeedsGate();
        }
    }

    /// <summary>Restricts by hand, or lifts every restriction with <see cref="HealthLevel.Healthy"/>; null goes back to what the level asks for.</summary>
    public void Set(HealthLevel? level, string by)
    {
        lock (_gate)
        {
            Set_NeedsGate(level, by, Length);
        }

        SetByHand?.Invoke();
    }

    /// <summary>Sets again what was set by hand before the process ended, for the time that is left of it.</summary>
    public void Restore(HandSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var left = setting.UntilUtc - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        lock (_gate)
        {
            Set_NeedsGate(setting.Level, setting.By, left < Length ? left : Length); // a clock that was set back makes nothing last
        }
    }

    /// <summary>Refuses new sends for now, or takes them again; afterwards rates begin from the bottom.</summary>
    /// <param name="reason">Why, for people; null ends it.</param>
    public void Maintain(string? reason)
    {
        lock (_gate)
        {
            Maintain_NeedsGate(reason);
        }

        SetByHand?.Invoke();
    }

    /// <summary>The same for who must not touch what somebody else has set: only in place of that very reason.</summary>
    /// <param name="reason">Why, for people; null ends it.</param>
    /// <param name="insteadOf">The reason in force, the same object; null for none.</param>
    /// <returns>False when another one is in force.</returns>
    public bool TryMaintain(string? reason, string? insteadOf)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_maintenance, insteadOf))
            {
                return false;
            }

            Maintain_NeedsGate(reason);
        }

        SetByHand?.Invoke();
        return true;
    }

    /// <summary>Looks once a second until it is stopped.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(beat);
        while (true)
        {
            beat.Tell();
            Look();
            await Task.Delay(Interval, _time, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Puts in force what is due now.</summary>
    public void Look()
    {
        lock (_gate)
        {
            Apply_NeedsGate();
        }
    }

    private TimeSpan Length => TimeSpan.FromMinutes(_options().ByHandMinutes);

    private void Maintain_NeedsGate(string? reason)
    {
        if (reason is null && _maintenance is not null)
        {
            _rate.Restart(_options());
        }

        if (reason is null != _maintenance is null)
        {
            DegradationLog.Maintenance(_logger, reason ?? "over");
        }

        _maintenance = reason;
        Apply_NeedsGate();
    }

    private void Set_NeedsGate(HealthLevel? level, string by, TimeSpan length)
    {
        _handEnd = _time.GetElapsedTime(_start) + length;
        _byHand = level is { } asked ? new HandSetting(asked, _time.GetUtcNow() + length, by) : null;
        DegradationLog.ByHand(_logger, by, level?.Word() ?? "as the level asks", _byHand?.UntilUtc);
        Apply_NeedsGate();
    }

    private void Apply_NeedsGate()
    {
        var (options, utc, now) = (_options(), _time.GetUtcNow(), _time.GetElapsedTime(_start));
        if (_byHand is { } set)
        {
            _byHand = Next(set, utc, _handEnd - now);
        }

        var isLifted = _byHand is { Level: HealthLevel.Healthy };
        var level = isLifted ? HealthLevel.Healthy : _byHand is { } hand && hand.Level > _level ? hand.Level : _level;
        var wanted = DegradationPlan.For(level, _maintenance is not null, options);
        if (isLifted)
        {
            _rate.Release();
        }

        var rate = _rate.Next(wanted.RateFactor, _success(), now, options);
        var next = _rate.NextStep is { } at ? utc + (at - now) : (DateTimeOffset?)null;
        _state = new DegradationState(wanted with { RateFactor = rate }, level, _byHand, _maintenance, next);
        foreach (var part in _parts)
        {
            Apply_NeedsGate(part, _state.Restriction);
        }
    }

    // Its end is told by the wall clock, also after somebody set that; it comes when its time is over.
    private HandSetting? Next(HandSetting set, DateTimeOffset utc, TimeSpan left)
    {
        if (left <= TimeSpan.Zero)
        {
            DegradationLog.HandOver(_logger, set.By);
            return null;
        }

        return (utc + left - set.UntilUtc).Duration() < Interval ? set : set with { UntilUtc = utc + left };
    }

    private void Apply_NeedsGate(IDegradable part, Restriction restriction)
    {
        if (_applied.TryGetValue(part, out var before) && before == restriction)
        {
            return;
        }

        try
        {
            part.Apply(restriction);
            _applied[part] = restriction;
            _failing.Remove(part.Name);
        }
        // One part that cannot follow must not keep the others from it.
        catch (Exception failure)
        {
            if (_failing.Add(part.Name))
            {
                DegradationLog.NotApplied(_logger, part.Name, failure.GetType().Name);
            }
        }
    }
}
