using Relevo.Resilience.Loops;

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
    private readonly Heartbeat _heart = new(time);
    private int _life;
    private volatile ComponentHealth _health = ComponentHealth.Unknown(check.Name, check.IsCritical);
    private readonly Nap _nap = new(time);
    private long? _slot;
    private bool _isSlotBad;

    public ComponentHealth Health => _health;

    /// <summary>Time before the next look.</summary>
    internal TimeSpan Pause => _health.State is { IsUp: true, BadInRow: 0 } ? _times.Interval : _times.Closer < _times.Interval ? _times.Closer : _times.Interval;

    /// <summary>Its loop; completes when it has ended.</summary>
    public Task Loop { get; private set; } = Task.CompletedTask;

    /// <summary>True when its loop hangs or has ended; a check that hangs is no reason.</summary>
    public bool IsOverdue => !_stopping.IsCancellationRequested && (Loop.IsCompleted || _heart.IsOverdue);

    /// <summary>
    /// Begins to look again and again until stopped; a loop that hung before ends when it goes on. After each look
    /// <paramref name="looked"/> follows, which must not throw.
    /// </summary>
    public void Begin(Func<TimeSpan> clock, Action looked)
    {
        var life = Interlocked.Increment(ref _life);
        _heart.Beat(TimeSpan.Zero);
        Loop = Task.Run(() => RunAsync(life, clock, looked));
    }

    public void Stop() => _stopping.Cancel();

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    /// <summary>Something happened: it is looked at now.</summary>
    public void LookSoon() => _nap.Call();

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

    private async Task RunAsync(int life, Func<TimeSpan> clock, Action looked)
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested && life == Volatile.Read(ref _life))
        {
            try
            {
                _heart.Beat(_times.Deadline);
                await LookAsync(clock, stopping).ConfigureAwait(false);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }

            _heart.Beat(TimeSpan.Zero);
            looked();
            if (life == Volatile.Read(ref _life))
            {
                await RestAsync(stopping).ConfigureAwait(false);
            }
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
        _heart.Beat(_times.Interval);
        await Task.Delay(closer, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var rest = Pause - closer;
        if (rest > TimeSpan.Zero)
        {
            await _nap.SleepAsync(rest, stopping).ConfigureAwait(false);
        }
    }
}
