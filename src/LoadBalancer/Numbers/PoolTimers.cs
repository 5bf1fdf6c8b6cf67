using Relevo.LoadBalancer.Numbers.Lines;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>The pool's two timers: one behind all lines, one that looks at every number. Whatever happens in them, they go on.</summary>
internal sealed class PoolTimers : IDisposable
{
    private readonly PoolCore _core;
    private readonly SendPacer _pacer;
    private readonly PoolWatch _watch;
    private readonly ITimer _looks;
    private int _isLooking;

    public PoolTimers(PoolCore core, SendPacer pacer, PoolWatch watch, TimeProvider time)
    {
        (_core, _pacer, _watch) = (core, pacer, watch);
        core.Woken = Wake;
        _looks = time.CreateTimer(static timers => ((PoolTimers)timers!).Look(), this, PoolWatch.Pause, PoolWatch.Pause);
    }

    public void Dispose() => _looks.Dispose();

    private void Wake()
    {
        try
        {
            using (_core.Enter())
            {
                var now = _core.Clock.Now;
                _core.Wake.Fired_NeedsGate();
                while (!_core.IsStopped && _core.Wake.Heap.TakeDue(now) is { } number)
                {
                    _pacer.Pump_NeedsGate(number, now);
                }
            }
        }
        // A timer that throws would end the process; the next look serves who was left.
        catch (Exception failure)
        {
            Log.TimerFailed(_core.Logger, failure);
        }
    }

    // Looks do not overlap: a timer fires again even while the last look is still at it.
    private void Look()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) != 0)
        {
            return;
        }

        try
        {
            using (_core.Enter())
            {
                if (!_core.IsStopped)
                {
                    _watch.Look_NeedsGate();
                }
            }
        }
        // As above.
        catch (Exception failure)
        {
            Log.TimerFailed(_core.Logger, failure);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }
}
