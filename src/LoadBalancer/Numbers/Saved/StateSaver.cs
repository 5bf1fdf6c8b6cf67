namespace Relevo.LoadBalancer.Numbers.Saved;

/// <summary>
/// Saves the pool's state: once a second when it changed, at once when somebody waits for it, one save at a time so that an
/// older state never lands on a newer one. A save that fails is reported and tried again; nothing waits for it for
/// long, and nothing at all but what was promised to be durable.
/// </summary>
internal sealed class StateSaver(PoolCore core, IPoolStore store, TimeProvider time)
{
    private static readonly long Pause = TimeSpan.TicksPerSecond;
    private static readonly long TooLong = 2 * TimeSpan.TicksPerSecond;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // of people: a disk that is full may be so for hours
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);
    private readonly List<(int Version, TaskCompletionSource Saved)> _waiters = [];
    private int _version;
    private int _savedVersion;
    private bool _isUrgent;
    private bool _isRunning;
    private bool _hasFailed;
    private bool _isStopped;
    private long _beganAt = long.MinValue / 2;
    private long _notBefore;
    private Task _running = Task.CompletedTask;

    /// <summary>True while nothing can be made durable: then durable things are not waited for.</summary>
    public bool IsInTrouble_NeedsGate(long now) => _hasFailed || (_isRunning && now - _beganAt > TooLong);

    /// <summary>Something changed.</summary>
    /// <returns>The version of the state that holds it.</returns>
    public int Touch_NeedsGate(bool isUrgent)
    {
        _isUrgent |= isUrgent;
        return ++_version;
    }

    /// <summary>Waits until that version is durable, for 2 s at most.</summary>
    /// <returns>False when it is not yet; it is saved as soon as the store takes it.</returns>
    public async Task<bool> SavedAsync(int version, CancellationToken cancellation)
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (core.Enter())
        {
            if (_savedVersion >= version)
            {
                saved.SetResult();
            }
            else
            {
                _waiters.Add((version, saved));
            }
        }

        try
        {
            await saved.Task.WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            Leave(saved);
        }
    }

    /// <summary>The state to save now, or null. Who gets one calls <see cref="Run"/> when the lock is free.</summary>
    public (int Version, byte[] State)? TryBegin_NeedsGate(long now)
    {
        var isDue = _isUrgent || now - _beganAt >= Pause;
        if (_isRunning || _isStopped || _version == _savedVersion || now < _notBefore || !isDue)
        {
            return null;
        }

        (_isRunning, _isUrgent, _beganAt) = (true, false, now);
        return (_version, PoolStateWriter.Write_NeedsGate(core, isLast: false));
    }

    /// <summary>Saves what was begun.</summary>
    public void Run(int version, byte[] state) => _running = RunAsync(version, state);

    /// <summary>Saves for the last time, exactly; gives up after 5 s.</summary>
    public async Task FinishAsync()
    {
        Task running;
        using (core.Enter())
        {
            _isStopped = true;
            running = _running;
        }

        using var patience = new CancellationTokenSource(LastPatience, time);
        try
        {
            await running.WaitAsync(patience.Token).ConfigureAwait(false);
            byte[] state;
            using (core.Enter())
            {
                state = PoolStateWriter.Write_NeedsGate(core, isLast: true);
            }

            await store.SavePoolAsync(state, patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        // The state of a second ago is saved; what is lost by stopping all the same is what a crash would lose.
        catch (Exception failure)
        {
            Log.SaveFailed(core.Logger, failure);
        }
    }

    private void Leave(TaskCompletionSource waiter)
    {
        using (core.Enter())
        {
            _waiters.RemoveAll(each => each.Saved == waiter);
        }
    }

    private async Task RunAsync(int version, byte[] state)
    {
        Exception? failure = null;
        try
        {
            await store.SavePoolAsync(state, CancellationToken.None).ConfigureAwait(false);
        }
        // Whatever it is, it is told and tried again.
        catch (Exception caught)
        {
            failure = caught;
        }

        using (core.Enter())
        {
            End_NeedsGate(version, failure);
        }
    }

    private void End_NeedsGate(int version, Exception? failure)
    {
        _isRunning = false;
        if (failure is not null)
        {
            _notBefore = core.Clock.Now + Pause;
            _isUrgent = true;
            if (!_hasFailed)
            {
                _hasFailed = true;
                core.Announcer.Work_NeedsGate(() => Log.SaveFailed(core.Logger, failure));
                core.Notice_NeedsGate(PoolNoticeKind.State, NoticeSeverity.Alarm, null, "The state of the numbers cannot be saved; sending goes on, and saving is tried again.");
            }

            return;
        }

        _savedVersion = version;
        if (_hasFailed)
        {
            _hasFailed = false;
            core.Notice_NeedsGate(PoolNoticeKind.State, NoticeSeverity.Information, null, "The state of the numbers is saved again.");
        }

        _waiters.RemoveAll(waiter => waiter.Version <= version && waiter.Saved.TrySetResult());
        var now = core.Clock.Now;
        foreach (var number in core.Numbers)
        {
            number.Day.EndSave();
            if (number.Line.Count > 0 && number.DayLimit(core.Clock.Today, core.Options) is not null)
            {
                core.Wake.Heap.Set(number, now); // Who waited for its quota to be durable may go.
            }
        }
    }
}
