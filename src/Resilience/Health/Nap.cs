namespace Relevo.Resilience.Health;

/// <summary>A pause of one sleeper that anybody may end early; a call that comes before it is not forgotten.</summary>
internal sealed class Nap(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _sleeping;
    private ITimer? _timer;
    private bool _isCalled;

    /// <summary>Sleeps, unless somebody has called since the last time.</summary>
    public async Task SleepAsync(TimeSpan pause, CancellationToken stopping)
    {
        Task sleep;
        lock (_gate)
        {
            if (_isCalled || stopping.IsCancellationRequested)
            {
                _isCalled = false;
                return;
            }

            _sleeping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _timer = time.CreateTimer(static state => ((Nap)state!).Wake(isCall: false), this, pause, Timeout.InfiniteTimeSpan);
            sleep = _sleeping.Task;
        }

        await using (stopping.UnsafeRegister(static state => ((Nap)state!).Wake(isCall: false), this).ConfigureAwait(false))
        {
            await sleep.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the nap, or keeps the next one from beginning.</summary>
    public void Call() => Wake(isCall: true);

    private void Wake(bool isCall)
    {
        lock (_gate)
        {
            _isCalled |= isCall && _sleeping is null;
            _timer?.Dispose();
            _sleeping?.TrySetResult();
            (_timer, _sleeping) = (null, null);
        }
    }
}
