namespace Relevo.Resilience.Scaling;

/// <summary>
/// How many workers there are beside the usual ones: those that were added by the autoscaler, and those that a playbook or a
/// person added for a day. Reading costs next to nothing. Safe from any thread.
/// </summary>
/// <param name="options">The settings in force.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerScale(Func<ScalingOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private volatile Added _added = new(0, 0, 0, null);

    /// <summary>Raised after the number changed. Must not block.</summary>
    public event Action? Changed;

    /// <summary>What is added now.</summary>
    public (int AutomaticPercent, int AskedPercent, int AskedWorkers, DateTimeOffset? UntilUtc) State => (_added.AutomaticPercent, _added.AskedPercent, _added.AskedWorkers, _added.Until is { } until ? time.GetUtcNow() + (until - Uptime) : null);

    /// <summary>Workers of a queue that usually has so many.</summary>
    public int Of(int usual)
    {
        var added = _added;
        if (added is { AutomaticPercent: 0, AskedPercent: 0, AskedWorkers: 0 })
        {
            return usual;
        }

        var workers = usual + (usual * (long)(added.AutomaticPercent + added.AskedPercent) / 100) + added.AskedWorkers;
        return (int)Math.Max(usual, Math.Min(workers, options().MaxWorkers));
    }

    /// <summary>Adds a part of the usual ones, or takes it away, for the autoscaler.</summary>
    /// <returns>False when nothing changed.</returns>
    public bool Step(int percent) => Change(added => added with { AutomaticPercent = Math.Max(0, added.AutomaticPercent + percent) });

    /// <summary>Adds at least a part of the usual ones until tomorrow.</summary>
    public bool AskPercent(int percent) => Change(added => added with { AskedPercent = Math.Max(added.AskedPercent, percent), Until = Tomorrow() });

    /// <summary>Adds a number of workers to each queue until tomorrow.</summary>
    public bool AskWorkers(int count) => Change(added => added with { AskedWorkers = count, Until = Tomorrow() });

    /// <summary>Adds again what was added before the process ended, for the time that is left of it.</summary>
    public bool Restore(int percent, int count, DateTimeOffset untilUtc)
    {
        var (left, most) = (untilUtc - time.GetUtcNow(), Day);
        return left > TimeSpan.Zero && Change(added => added with { AskedPercent = percent, AskedWorkers = count, Until = Uptime + (left < most ? left : most) });
    }

    /// <summary>Takes away what playbooks and people added.</summary>
    public bool TakeBack() => Change(static added => added with { AskedPercent = 0, AskedWorkers = 0, Until = null });

    /// <summary>Takes away what was added for a day that is over.</summary>
    public void Look()
    {
        if (_added.Until <= Uptime)
        {
            TakeBack();
        }
    }

    // On a clock that nobody sets.
    private TimeSpan Uptime => time.GetElapsedTime(_start);

    private TimeSpan Day => TimeSpan.FromHours(options().KeepHours);

    private TimeSpan Tomorrow() => Uptime + Day;

    private bool Change(Func<Added, Added> change)
    {
        bool isChanged;
        lock (_gate)
        {
            var before = _added;
            _added = change(before);
            isChanged = _added != before;
        }

        if (isChanged)
        {
            Changed?.Invoke();
        }

        return isChanged;
    }

    private sealed record Added(int AutomaticPercent, int AskedPercent, int AskedWorkers, TimeSpan? Until);
}
