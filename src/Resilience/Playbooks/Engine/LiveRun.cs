using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>
/// The run that is under way. Changed by the loop, joined and superseded by whoever comes, closed once: what a loop that
/// was given up still wants to change is ignored. Safe from any thread.
/// </summary>
internal sealed class LiveRun(PlaybookTrigger trigger, PlaybookRun begun, Action<PlaybookRun> changed, TimeProvider time) : IDisposable
{
    internal const int MaxReasons = 20;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _superseded = new();
    private readonly CancellationTokenSource _cut = new();
    private volatile PlaybookRun _now = begun;
    private ITimer? _cutTimer;
    private bool _isClosed;

    /// <summary>What asked for it.</summary>
    public PlaybookTrigger Trigger => trigger;

    public HealthLevel Level => _now.Level;

    /// <summary>As it is now.</summary>
    public PlaybookRun Now => _now;

    /// <summary>Cancelled when a worse level wants to run.</summary>
    public CancellationToken Superseded => _superseded.Token;

    /// <summary>Cancelled when the step under way has had its time after that.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Changes what is known of it; false when it is closed.</summary>
    public bool Change(Func<PlaybookRun, PlaybookRun> change)
    {
        lock (_gate)
        {
            return Change_NeedsGate(change);
        }
    }

    /// <summary>Changes it for the last time; false when it is closed already.</summary>
    public bool Close(Func<PlaybookRun, PlaybookRun> change)
    {
        lock (_gate)
        {
            var isFirst = Change_NeedsGate(change);
            _isClosed = true;
            _cutTimer?.Dispose();
            return isFirst;
        }
    }

    /// <summary>Adds the reasons of another wish for the same; false when it comes too late.</summary>
    public bool TryJoin(PlaybookTrigger other) => Change(run => run with
    {
        Reasons = Merged.Texts(run.Reasons, other.Reasons),
        Components = Merged.Texts(run.Components, other.Components),
        IsByHand = run.IsByHand || other.IsByHand,
        Until = other.Level == run.Level && other.Trouble < run.Until ? other.Trouble : run.Until,
    });

    /// <summary>A worse level wants to run: no further step begins, and the one under way gets so much time.</summary>
    public void Supersede(TimeSpan takeover)
    {
        lock (_gate)
        {
            if (_isClosed || _superseded.IsCancellationRequested)
            {
                return;
            }

            // Never inline: what waits on them is the loop, and the caller is somebody else.
            _ = _superseded.CancelAsync();
            if (takeover <= TimeSpan.Zero)
            {
                _ = _cut.CancelAsync();
            }
            else
            {
                _cutTimer = time.CreateTimer(static cut => _ = ((CancellationTokenSource)cut!).CancelAsync(), _cut, takeover, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Lets go of its timer. The sources hold nothing, and somebody may still be cancelling them.</summary>
    public void Dispose() => _cutTimer?.Dispose();

    private bool Change_NeedsGate(Func<PlaybookRun, PlaybookRun> change)
    {
        if (_isClosed)
        {
            return false;
        }

        _now = change(_now);
        changed(_now);
        return true;
    }
}
