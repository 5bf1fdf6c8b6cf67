namespace Relevo.Tests.Shared;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire on the thread that moves it, in the order of their times,
/// and the clock shows each timer its own time. Wall clock and monotonic clock can be moved apart.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<(Func<IReadOnlyList<TimeSpan>, bool> IsTrue, TaskCompletionSource Reached)> _waiters = [];
    private DateTimeOffset _utc = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private long _ticks = TimeSpan.TicksPerDay;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that will fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _utc;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves both clocks on and fires what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long end;
        lock (_gate)
        {
            end = _ticks + by.Ticks;
        }

        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Moves both clocks on at once, and fires what has fallen due then: whoever it wakes finds the later time, as after a
    /// pause of the machine. Nobody's next timer can fall due on the way.
    /// </summary>
    public void Leap(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        List<ManualTimer> due;
        lock (_gate)
        {
            var end = _ticks + by.Ticks;
            MoveTo_NeedsGate(end);
            due = [.. _armed.Where(t => t.Due <= end).OrderBy(t => t.Due).ThenBy(t => t.Order)];
            due.ForEach(Take_NeedsGate);
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Moves the wall clock only, as an administrator or NTP would.</summary>
    public void JumpWallClock(TimeSpan by)
    {
        lock (_gate)
        {
            _utc += by;
        }
    }

    /// <summary>Completes as soon as at least so many timers are armed: then whoever sleeps on this clock sleeps.</summary>
    public Task WhenArmedAsync(int timers) => WhenAsync(armed => armed.Count >= timers);

    /// <summary>Completes as soon as the armed timers, by the time each was armed for, are as the test wants them.</summary>
    public Task WhenAsync(Func<IReadOnlyList<TimeSpan>, bool> isTrue)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((isTrue, reached));
            Announce_NeedsGate();
            return reached.Task;
        }
    }

    /// <summary>True while a timer is armed that was made with a state of this type: then that one sleeps on this clock.</summary>
    public bool IsAsleep(string typeName)
    {
        lock (_gate)
        {
            return _armed.Exists(timer => timer.State?.GetType().Name == typeName);
        }
    }

    internal bool Arm(ManualTimer timer, TimeSpan due, TimeSpan period)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            if (due != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _ticks + due.Ticks;
                timer.Requested = due;
                timer.Period = period;
                timer.Order = _order++;
                _armed.Add(timer);
            }

            Announce_NeedsGate();
            return true;
        }
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            Announce_NeedsGate();
        }
    }

    private void Announce_NeedsGate()
    {
        if (_waiters.Count > 0)
        {
            var armed = _armed.Select(t => t.Requested).ToList();
            _waiters.RemoveAll(w => w.IsTrue(armed) && w.Reached.TrySetResult());
        }
    }

    private ManualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            var next = _armed.Where(t => t.Due <= end).OrderBy(t => t.Due).ThenBy(t => t.Order).FirstOrDefault();
            MoveTo_NeedsGate(next?.Due ?? end);
            if (next is null)
            {
                return null;
            }

            Take_NeedsGate(next);
            return next;
        }
    }

    private void Take_NeedsGate(ManualTimer timer)
    {
        if (timer.Period > TimeSpan.Zero)
        {
            timer.Due += timer.Period.Ticks;
            timer.Order = _order++;
        }
        else
        {
            _armed.Remove(timer);
        }
    }

    private void MoveTo_NeedsGate(long ticks)
    {
        if (ticks > _ticks)
        {
            _utc += TimeSpan.FromTicks(ticks - _ticks);
            _ticks = ticks;
        }
    }
}
