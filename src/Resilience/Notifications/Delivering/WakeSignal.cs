namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Wakes one loop. A signal between <see cref="Reset"/> and <see cref="WaitAsync"/> is kept.</summary>
internal sealed class WakeSignal(TimeProvider time)
{
    private TaskCompletionSource _next = Create();
    private volatile bool _isAwaited;

    /// <summary>True while somebody waits and was not woken.</summary>
    public bool IsAwaited => _isAwaited && !Volatile.Read(ref _next).Task.IsCompleted;

    public void Set() => Volatile.Read(ref _next).TrySetResult();

    public void Reset()
    {
        if (_next.Task.IsCompleted)
        {
            Volatile.Write(ref _next, Create());
        }
    }

    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        try
        {
            _isAwaited = true;
            await _next.Task.WaitAsync(longest, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time to look all the same.
        }
        finally
        {
            _isAwaited = false;
        }
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
