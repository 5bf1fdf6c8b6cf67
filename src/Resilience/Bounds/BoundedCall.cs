namespace Relevo.Resilience.Bounds;

/// <summary>Calls what may hang, block its thread, throw or ignore its cancellation, and comes back in bounded time all the same.</summary>
internal static class BoundedCall
{
    /// <summary>Never throws.</summary>
    /// <param name="work">What is called, on a thread of its own.</param>
    /// <param name="limit">Time for it; then its token is cancelled.</param>
    /// <param name="grace">Time it gets to end once its token is cancelled; then it is left behind.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it before its time.</param>
    public static async Task<CallEnd<T>> RunAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan limit, TimeSpan grace, TimeProvider time, CancellationToken cancellation)
        where T : class
    {
        var end = new CancellationTokenSource();
        var running = Task.Run(() => work(end.Token), CancellationToken.None);
        _ = running.ContinueWith(static (task, state) => Forget(task, (CancellationTokenSource)state!), end, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await WaitAsync(running, limit, time, cancellation).ConfigureAwait(false);
        if (running.IsCompleted)
        {
            return await EndedAsync(CallEndKind.Ended, running).ConfigureAwait(false);
        }

        var kind = cancellation.IsCancellationRequested ? CallEndKind.Cancelled : CallEndKind.TimedOut;
        _ = CancelAsync(end);
        await WaitAsync(running, grace, time, CancellationToken.None).ConfigureAwait(false);
        return await EndedAsync(kind, running).ConfigureAwait(false);
    }

    private static async Task WaitAsync(Task running, TimeSpan limit, TimeProvider time, CancellationToken cancellation) =>
        await running.WaitAsync(limit, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task<CallEnd<T>> EndedAsync<T>(CallEndKind kind, Task<T> running)
        where T : class
    {
        if (!running.IsCompleted)
        {
            return new CallEnd<T>(kind, null, null, running);
        }

        try
        {
            return new CallEnd<T>(kind, await running.ConfigureAwait(false), null, null);
        }
        // Whatever it throws is its end. The message may hold anything, so only the kind is told.
        catch (Exception failure)
        {
            return new CallEnd<T>(kind, null, failure.GetType().Name, null);
        }
    }

    // The call may end, and its source be disposed, at the same moment.
    private static async Task CancelAsync(CancellationTokenSource end)
    {
        try
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ObjectDisposedException or AggregateException)
        {
            // A callback of the call failed; the call is judged already.
        }
    }

    private static void Forget(Task task, CancellationTokenSource end)
    {
        _ = task.Exception;
        end.Dispose();
    }
}
