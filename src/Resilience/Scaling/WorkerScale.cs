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
    private volatile Added _added = new(0, 0, 0, null, null, null);

    /// <summary>Raised after the number changed. Must not block.</summary>
    public event Action? Changed;

    /// <summary>What is added now.</summary>
    public AddedWorkers State => Read(_added);

    /// <summary>Workers of a queue that usually has so many.</summary>
    public int Of(int usual) => Of(usual, Figures(_added, untilUtc: null));

    /// <summary>The same at a moment that was read before.</summary>
    public int Of(int usual, AddedWorkers added) =>
        added is { AutomaticPercent: 0, AskedPercent: 0, AskedWorkers: 0 } ? usual : (int)Math.Max(usual, Math.Min(added.Of(usual), options().MaxWorkers));

    /// <summary>Adds a part of the usual ones, or takes it away, for the autoscaler.</summary>
    /// <returns>False when nothing changed.</returns>
    public bool Step(int percent) => Change(added => added with { AutomaticPercent = Math.Max(0, added.AutomaticPercent + percent) }).IsChanged;

    /// <summary>Adds at least a part of the usual ones until tomorrow.</summary>
    /// <param name="percent">How many.</param>
    /// <param name="claim">With what <see cref="TakeBack(WorkerClaim)"/> takes back this and nothing else; null for who does not want to.</param>
    /// <returns>False when nothing changed.</returns>
    public bool AskPercent(int percent, WorkerClaim? claim = null) => Change(added =>
    {
        if (claim is not null)
        {
            (claim.PercentBefore, claim.UntilBefore) = (added.AskedPercent, added.Until);
        }

        return added with { AskedPercent = Math.Max(added.AskedPercent, percent), Until = Tomorrow(), PercentBy = claim, UntilBy = claim };
    }).IsChanged;

    /// <summary>Adds a number of workers to each queue until tomorrow.</summary>
    /// <returns>What there is by that, also when somebody else asks for another number in the same moment.</returns>
    public AddedWorkers AskWorkers(int count) => Read(Change(added => added with { AskedWorkers = count, Until = Tomorrow(), UntilBy = null }).After);

    /// <summary>Adds again what was added before the process ended, for the time that is left of it.</summary>
    public bool Restore(int percent, int count, DateTimeOffset untilUtc)
    {
        var (left, most) = (untilUtc - time.GetUtcNow(), Day);
        return left > TimeSpan.Zero && Change(added => added with { AskedPercent = percent, AskedWorkers = count, Until = Uptime + (left < most ? left : most) }).IsChanged;
    }

    /// <summary>Takes away what playbooks and people added.</summary>
    /// <returns>What there is by that.</returns>
    public AddedWorkers TakeBack() =>
        Read(Change(static added => added with { AskedPercent = 0, AskedWorkers = 0, Until = null, PercentBy = null, UntilBy = null }).After);

    /// <summary>Takes away what was added with this claim. What there was before, and what people have added since, stays.</summary>
    /// <returns>False when there is nothing of it any more.</returns>
    public bool TakeBack(WorkerClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Change(added => !ReferenceEquals(added.PercentBy, claim) ? added : added with
        {
            AskedPercent = claim.PercentBefore,
            Until = ReferenceEquals(added.UntilBy, claim) ? claim.UntilBefore : added.Until,
            PercentBy = null,
            UntilBy = null,
        }).IsChanged;
    }

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

    private AddedWorkers Read(Added added) => Figures(added, added.Until is { } until ? time.GetUtcNow() + (until - Uptime) : null);

    private static AddedWorkers Figures(Added added, DateTimeOffset? untilUtc) => new(added.AutomaticPercent, added.AskedPercent, added.AskedWorkers, untilUtc);

    private (bool IsChanged, Added After) Change(Func<Added, Added> change)
    {
        Added before, after;
        lock (_gate)
        {
            before = _added;
            _added = after = change(before);
        }

        if (after != before)
        {
            Changed?.Invoke();
        }

        return (after != before, after);
    }

    private sealed record Added(int AutomaticPercent, int AskedPercent, int AskedWorkers, TimeSpan? Until, WorkerClaim? PercentBy, WorkerClaim? UntilBy);
}
