namespace Relevo.Resilience.Health;

/// <summary>
/// One component on its own loop. It is looked at in its interval, and at once when somebody reports that it failed a real
/// call: so the interval may be long and a fault is known all the same as soon as it hurts.
/// </summary>
internal sealed class WatchedComponent(IHealthCheck check, HealthMonitorOptions options, TimeProvider time) : IDisposable
{
    // Thousands of calls a second are one finding per slot, or a hiccup of a millisecond would outweigh everything.
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly CheckTimes _times = options.Times(check);
    private readonly CheckRunner _runner = new(check, options.Times(check).Deadline, time);
    private readonly CancellationTokenSource _stopping = new();
    private volatile ComponentHealth _health = ComponentHealth.Unknown(check.Name, check.IsCritical);
    private readonly Nap _nap = new(time);
    private long? _slot;
    private bool _isSlotBad;

    public ComponentHealth Health => _health;

    /// <summary>Time before the next look.</summary>
    internal TimeSpan Pause => _health.State is { IsUp: true, BadInRow: 0 } ? _times.Interval : _times.Closer < _times.Interval ? _times.Closer : _times.Interval;

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
            await RestAsync(stopping).ConfigureAwait(false);
        }
    }

    public void Stop() => _stopping.Cancel();

    /// <summary>Something happened: it is looked at now.</summary>
    public void LookSoon() => _nap.Call();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Takes what became of a real call. A bad one is looked into at once.</summary>
    /// <returns>True when there is something new to be judged.</returns>
    public bool Report(bool isGood, string message, TimeSpan now)
    {
        lock (_gate)
        {
            var isNewSlot = _slot is not { } began || time.GetElapsedTime(began) >= Slot;
            if (!isNewSlot && (isGood || _isSlotBad))
            {
                return false;
            }

            (_slot, _isSlotBad) = (isNewSlot ? time.GetTimestamp() : _slot, !isGood);
            var before = _health;
            Enter_NeedsGate(isGood, isGood && !before.IsUp ? before.Message : message, null, before.Duration, now);
            if (!isGood)
            {
                _nap.Call();
            }

            return !isGood || before.IsUp != _health.IsUp;
        }
    }

    internal async Task LookAsync(Func<TimeSpan> clock, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var result = await _runner.RunAsync(stopping).ConfigureAwait(false);
        lock (_gate)
        {
            Enter_NeedsGate(result.IsGood, result.Message, result.BecauseOf, time.GetElapsedTime(started), clock());
        }
    }

    // A component that is not counted as up yet is still explained by what took it down: both come back step by step.
    private void Enter_NeedsGate(bool isGood, string message, string? becauseOf, TimeSpan duration, TimeSpan now)
    {
        var state = _health.State.After(isGood, options.Rule);
        var cause = !isGood ? becauseOf : state.IsUp ? null : _health.BecauseOf;
        _health = new ComponentHealth(check.Name, check.IsCritical, state, message, cause, duration, isGood ? _health.LastBad : now);
    }

    // Between two looks there is always the pause of a closer look, however often somebody calls.
    private async Task RestAsync(CancellationToken stopping)
    {
        var closer = _times.Closer < _times.Interval ? _times.Closer : _times.Interval;
        await Task.Delay(closer, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var rest = Pause - closer;
        if (rest > TimeSpan.Zero)
        {
            await _nap.SleepAsync(rest, stopping).ConfigureAwait(false);
        }
    }
}
