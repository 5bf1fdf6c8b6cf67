namespace Relevo.Resilience.Health;

/// <summary>One component on its own loop.</summary>
internal sealed class WatchedComponent(IHealthCheck check, HealthMonitorOptions options, TimeProvider time) : IDisposable
{
    private const int CloserLooks = 4; // A component that begins to fail is looked at four times as often, so that a fault is known within a second.

    private readonly CheckRunner _runner = new(check, options.Deadline, time);
    private readonly CancellationTokenSource _stopping = new();
    private volatile ComponentHealth _health = ComponentHealth.Unknown(check.Name, check.IsCritical);

    public ComponentHealth Health => _health;

    /// <summary>Time before the next look.</summary>
    internal TimeSpan Pause => _health.State.IsSuspect ? options.Interval / CloserLooks : options.Interval;

    /// <summary>Looks again and again until stopped; <paramref name="looked"/> follows each look and must not throw.</summary>
    public async Task RunAsync(Func<TimeSpan> clock, Action looked)
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await LookAsync(clock, stopping).ConfigureAwait(false);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }

            looked();
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    internal async Task LookAsync(Func<TimeSpan> clock, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var result = await _runner.RunAsync(stopping).ConfigureAwait(false);
        var state = _health.State.After(result.IsGood, options.DownAfter, options.UpAfter);
        _health = new ComponentHealth(
            check.Name,
            check.IsCritical,
            state,
            result.Message,
            result.BecauseOf,
            time.GetElapsedTime(started),
            result.IsGood ? _health.LastBad : clock());
    }
}
