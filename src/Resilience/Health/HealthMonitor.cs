using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Health;

/// <summary>
/// Checks every component on a loop of its own and publishes what is known as an immutable snapshot. A check that hangs
/// delays nobody: neither the other checks nor who reads the snapshot.
/// </summary>
public sealed class HealthMonitor : IAsyncDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(1); // it must be over when it is looked at
    private readonly Lock _gate = new();
    private readonly HealthMonitorOptions _options;
    private readonly ComplaintBook _complaints;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthMonitor> _logger;
    private readonly LevelHold _hold;
    private readonly long _startedAt;
    private readonly ITimer _holdEnd;
    private readonly List<WatchedComponent> _ending = [];
    private volatile IReadOnlyList<WatchedComponent> _watched = [];
    private volatile HealthSnapshot _snapshot;
    private bool _isStopped;

    /// <summary>Creates it; nothing is checked before <see cref="Watch"/>.</summary>
    public HealthMonitor(HealthMonitorOptions options, ComplaintBook complaints, TimeProvider time, ILogger<HealthMonitor> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(complaints);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _complaints = complaints;
        _time = time;
        _logger = logger;
        _hold = new LevelHold(options.Quiet, options.LongestQuiet);
        _startedAt = time.GetTimestamp();
        var now = time.GetUtcNow();
        _snapshot = new HealthSnapshot(HealthLevel.Healthy, now, now, TimeSpan.Zero, [], []);
        _holdEnd = time.CreateTimer(static monitor => ((HealthMonitor)monitor!).Evaluate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        complaints.Changed += Evaluate;
    }

    /// <summary>Raised after the level changed, on the thread that noticed it. Must not block.</summary>
    public event Action<LevelChange>? LevelChanged;

    /// <summary>What is known now.</summary>
    public HealthSnapshot Snapshot => _snapshot;

    /// <summary>Time since the monitor began.</summary>
    public TimeSpan Uptime => _time.GetElapsedTime(_startedAt);

    /// <summary>
    /// Watches exactly these from now on. One that is watched already under its name goes on as it is, so that a change of
    /// settings forgets nothing.
    /// </summary>
    public void Watch(IReadOnlyList<IHealthCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        Stop(Replace(checks));
        Evaluate();
    }

    /// <summary>
    /// What became of a real call to a component. A bad one is looked into at once; too many among the last findings take it
    /// down. Cheap, from any thread; a name that is not watched does not mind.
    /// </summary>
    /// <param name="component">Its name.</param>
    /// <param name="isGood">Whether it did its work.</param>
    /// <param name="message">What it did or failed to do, for operators: no secrets, no content of messages.</param>
    public void Report(string component, bool isGood, string message)
    {
        if (Find(component)?.Report(isGood, message, Uptime) == true)
        {
            Evaluate();
        }
    }

    /// <summary>Something happened to a component: it is looked at now and not when its time comes. Cheap, from any thread.</summary>
    public void LookSoon(string component) => Find(component)?.LookSoon();

    /// <summary>True when the loop of a check hangs or has ended. For <see cref="Loops.Supervision"/>.</summary>
    public bool IsOverdue => _watched.Any(static component => component.IsOverdue);

    /// <summary>Begins loops that hang or have ended anew. For <see cref="Loops.Supervision"/>.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            foreach (var component in _watched.Where(static component => component.IsOverdue))
            {
                component.Begin(() => Uptime, Evaluate);
            }
        }
    }

    /// <summary>Ends every loop. Checks that hang are left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        _complaints.Changed -= Evaluate;
        Stop(Replace(null));
        await _holdEnd.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_ending.Select(static component => component.Loop)).ConfigureAwait(false);
        _ending.ForEach(static component => component.Dispose());
    }

    private WatchedComponent? Find(string component)
    {
        foreach (var watched in _watched)
        {
            if (watched.Health.Name == component)
            {
                return watched;
            }
        }

        return null;
    }

    // Returns who is no longer watched. Once stopped nothing begins any more.
    private List<WatchedComponent> Replace(IReadOnlyList<IHealthCheck>? checks)
    {
        lock (_gate)
        {
            _isStopped |= checks is null;
            var known = _watched.ToDictionary(w => w.Health.Name, StringComparer.Ordinal);
            _watched = _isStopped ? [] : [.. checks!.Select(c => known.Remove(c.Name, out var component) ? component : Begin_NeedsGate(c))];
            _ending.RemoveAll(static component => IsOver(component));
            _ending.AddRange(known.Values);
            return [.. known.Values];
        }
    }

    private static bool IsOver(WatchedComponent component)
    {
        var isOver = component.Loop.IsCompleted;
        if (isOver)
        {
            component.Dispose();
        }

        return isOver;
    }

    private static void Stop(List<WatchedComponent> components) => components.ForEach(c => c.Stop());

    private WatchedComponent Begin_NeedsGate(IHealthCheck check)
    {
        var component = new WatchedComponent(check, _options, _time);
        component.Begin(() => Uptime, Evaluate);
        return component;
    }

    private void Evaluate()
    {
        LevelChange? change;
        lock (_gate)
        {
            change = Evaluate_NeedsGate();
        }

        if (change is not null)
        {
            Tell(change);
        }
    }

    private LevelChange? Evaluate_NeedsGate()
    {
        var before = _snapshot;
        if (_isStopped)
        {
            return null;
        }

        var (now, utc) = (Uptime, _time.GetUtcNow());
        var components = _watched.Select(w => w.Health).ToList();
        var complaints = _complaints.List();
        var judged = LevelJudge.Judge(components, complaints);
        var level = _hold.Next(judged, now, LastTrouble(components, complaints, now));
        var since = level == before.Level ? before.SinceUtc : utc;
        var snapshot = _snapshot = new HealthSnapshot(level, utc, since, now, components, complaints)
        {
            Held = level > judged ? new HeldLevel(judged, utc - (now - _hold.QuietSince), utc + (_hold.HeldUntil - now)) : null,
        };
        Await_NeedsGate(snapshot.Held is null ? null : _hold.HeldUntil - now);
        return level == before.Level ? null : new LevelChange(before.Level, level, snapshot);
    }

    // A level is left when its time is over, not when the next check happens to come.
    private void Await_NeedsGate(TimeSpan? hold)
    {
        var due = hold is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        _holdEnd.Change(hold is null ? Timeout.InfiniteTimeSpan : due + Margin, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan LastTrouble(List<ComponentHealth> components, IReadOnlyList<Complaint> complaints, TimeSpan now) =>
        complaints.Count > 0 ? now : components.Where(c => !c.IsUp).Max(c => c.LastBad) ?? now;

    private void Tell(LevelChange change)
    {
        var severity = change.To > change.From ? LogLevel.Warning : LogLevel.Information;
        var issues = HealthIssues.Describe(change.Snapshot);
        HealthLog.LevelChanged(_logger, severity, change.From, change.To, issues);
        try
        {
            LevelChanged?.Invoke(change);
        }
        // A listener that fails must not end the watch.
        catch (Exception failure)
        {
            HealthLog.ListenerFailed(_logger, failure);
        }
    }
}
