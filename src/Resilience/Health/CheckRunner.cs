namespace Relevo.Resilience.Health;

/// <summary>Runs one check with a deadline. One that does not end is left alone and not started again while it hangs.</summary>
/// <param name="check">What is run.</param>
/// <param name="deadline">Time it may take.</param>
/// <param name="time">The clock.</param>
public sealed class CheckRunner(IHealthCheck check, TimeSpan deadline, TimeProvider time)
{
    private Task<CheckResult>? _running;
    private long _startedAt;

    /// <summary>Runs it once; never throws but for <paramref name="stopping"/>.</summary>
    public async Task<CheckResult> RunAsync(CancellationToken stopping)
    {
        if (_running is { IsCompleted: false })
        {
            return CheckResult.Bad($"did not answer within {Seconds(deadline)} s and still hangs after {Seconds(Elapsed)} s");
        }

        var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _startedAt = time.GetTimestamp();

        // Apart from the loop: a check that blocks instead of waiting must not hold up the loop.
        var running = _running = Task.Run(() => check.CheckAsync(end.Token), CancellationToken.None);
        _ = running.ContinueWith(static (task, state) => Forget(task, (CancellationTokenSource)state!), end, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(deadline, time, stopping).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            _ = CancelAsync(end);
            return CheckResult.Bad($"did not answer within {Seconds(deadline)} s");
        }
        // Whatever a check throws is its finding. The message may hold anything, so only the type is told.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            return CheckResult.Bad($"the check failed with {failure.GetType().Name}");
        }
    }

    private TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    private static string Seconds(TimeSpan span) =>
        Math.Round(span.TotalSeconds, 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The check may end, and its source be disposed, at the same moment.
    private static async Task CancelAsync(CancellationTokenSource end)
    {
        try
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ObjectDisposedException or AggregateException)
        {
            // A callback of the check failed; the check is judged as failed already.
        }
    }

    private static void Forget(Task task, CancellationTokenSource end)
    {
        _ = task.Exception;
        end.Dispose();
    }
}
