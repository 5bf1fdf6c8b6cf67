using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>
/// What is wished for and what runs: at most one of each, whatever number of wishes come. A wish for the level that runs,
/// or a better one, joins it; one for a worse level waits for its end and hurries it. Safe from any thread; nothing waits.
/// </summary>
internal sealed class TriggerBox(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private TaskCompletionSource _arrived = NewSource();
    private PlaybookTrigger? _waiting;
    private long _waitingSince;
    private LiveRun? _current;
    private bool _isClosed;

    public LiveRun? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>True when a wish waits for longer than a loop that works would let it.</summary>
    public bool IsLate
    {
        get
        {
            lock (_gate)
            {
                return _waiting is not null && _current is null && time.GetElapsedTime(_waitingSince) > Patience;
            }
        }
    }

    /// <summary>Takes a wish.</summary>
    /// <param name="trigger">The wish.</param>
    /// <param name="takeover">Time for the step under way when a worse level takes over.</param>
    public TriggerAnswer Offer(PlaybookTrigger trigger, TimeSpan takeover)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return TriggerAnswer.Stopped;
            }

            if (_current is { } run && trigger.Level <= run.Level && run.TryJoin(trigger))
            {
                return TriggerAnswer.Joined;
            }

            var isJoined = _waiting is { } waiting && waiting.Level >= trigger.Level;
            Wait_NeedsGate(trigger);
            if (_current is { } better && better.Level < trigger.Level)
            {
                better.Supersede(takeover);
            }

            return isJoined ? TriggerAnswer.Joined : TriggerAnswer.Accepted;
        }
    }

    /// <summary>Completes once there is a wish.</summary>
    public Task ArrivedAsync()
    {
        lock (_gate)
        {
            return _arrived.Task;
        }
    }

    /// <summary>Makes the wish that waits the current run; null when there is none, or who asks was given up.</summary>
    public LiveRun? Begin(Func<PlaybookTrigger, LiveRun> begin, CancellationToken givenUp)
    {
        lock (_gate)
        {
            if (_waiting is not { } trigger || _isClosed || givenUp.IsCancellationRequested)
            {
                return null;
            }

            _waiting = null;
            _arrived = NewSource();
            return _current = begin(trigger);
        }
    }

    /// <summary>The run has ended.</summary>
    public void End(LiveRun run)
    {
        lock (_gate)
        {
            _current = ReferenceEquals(_current, run) ? null : _current;
            _waitingSince = time.GetTimestamp();
        }
    }

    /// <summary>Cuts off what runs and wishes for it anew.</summary>
    /// <param name="cut">How it is noted.</param>
    /// <param name="stop">Stops who runs it: after that was noted, or it would be noted as cancelled, and before who runs it could take the wish. Must not block.</param>
    /// <returns>What was cut off, or null.</returns>
    public PlaybookRun? TakeBack(Func<PlaybookRun, PlaybookRun> cut, Action stop)
    {
        lock (_gate)
        {
            var run = _current;
            var isCut = run?.Close(cut) ?? false;
            stop();
            _current = null;
            if (isCut && !_isClosed)
            {
                Wait_NeedsGate(run!.Trigger);
            }

            return isCut ? run!.Now : null;
        }
    }

    /// <summary>Cuts off what runs, and forgets what waits.</summary>
    public void Drop(Func<PlaybookRun, PlaybookRun> cut)
    {
        lock (_gate)
        {
            _current?.Close(cut);
            _current = null;
            _waiting = null;
            _arrived = _arrived.Task.IsCompleted ? NewSource() : _arrived;
        }
    }

    /// <summary>Cuts off what runs, as <see cref="TakeBack"/> does, and takes no more wishes.</summary>
    public void Close(Func<PlaybookRun, PlaybookRun> cut, Action stop)
    {
        lock (_gate)
        {
            _isClosed = true;
            _waiting = null;
        }

        TakeBack(cut, stop);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wait_NeedsGate(PlaybookTrigger trigger)
    {
        _waitingSince = _waiting is null ? time.GetTimestamp() : _waitingSince;
        _waiting = Merged.Triggers(_waiting, trigger);
        _arrived.TrySetResult();
    }
}
