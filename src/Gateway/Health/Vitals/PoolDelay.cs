namespace Relevo.Gateway.Health.Vitals;

/// <summary>How long work waits for a thread of the pool: a piece of work is queued at each look, and says when it began.</summary>
internal sealed class PoolDelay(TimeProvider time)
{
    private long _queuedAt;
    private long _lastTicks;
    private int _isQueued;

    /// <summary>Queues the next piece of work.</summary>
    /// <returns>What the last one waited, or has waited so far.</returns>
    public TimeSpan Look()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) != 0)
        {
            return time.GetElapsedTime(Volatile.Read(ref _queuedAt));
        }

        Volatile.Write(ref _queuedAt, time.GetTimestamp());
        ThreadPool.UnsafeQueueUserWorkItem(static delay => delay.Begin(), this, preferLocal: false);
        return TimeSpan.FromTicks(Volatile.Read(ref _lastTicks));
    }

    private void Begin()
    {
        Volatile.Write(ref _lastTicks, time.GetElapsedTime(Volatile.Read(ref _queuedAt)).Ticks);
        Volatile.Write(ref _isQueued, 0);
    }
}
