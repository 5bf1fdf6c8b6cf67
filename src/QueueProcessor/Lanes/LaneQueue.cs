using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Retry;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// The lanes of one queue at work: at most one message of a conversation, up to the handler's concurrency of conversations.
/// Workers are not waiting threads: one begins when work is ready and ends when none is left.
/// </summary>
public sealed class LaneQueue : IAsyncDisposable
{
    private const int MaxFailures = 12; // of work that fails in a way it does not know itself
    private static readonly TimeSpan SuspectsAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AloneAfter = TimeSpan.FromSeconds(10); // longer than a gateway lives that is killed over and over
    private static readonly TimeSpan NextSuspectAfter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(5);
    private static readonly Backoff FailurePause = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10));
    private readonly IMessageStore _store;
    private readonly ILaneHandler _handler;
    private readonly IInWorkLedger _ledger;
    private readonly LaneOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LaneBook _book;
    private readonly BacklogLoop _reader;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationToken _stopping;
    private readonly CancellationToken _aborting;
    private readonly WorkerSlots _slots;
    private readonly SavePause _savePause;
    private readonly StallWatch _stall;
    private readonly ITimer _watch;
    private readonly ITimer _suspects;
    private readonly long _createdAt;
    private readonly long[] _activeByPriority = new long[Enum.GetValues<Priority>().Length];
    private int _wakes;
    private long _done;

    /// <summary>Creates the lanes of <paramref name="name"/>; <see cref="Start"/> begins the work.</summary>
    public LaneQueue(string name, IMessageStore store, ILaneHandler handler, IInWorkLedger ledger, LaneOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Name = name;
        _store = store;
        _handler = handler;
        _ledger = ledger;
        _options = options;
        _time = time;
        _logger = logger;
        _book = new LaneBook(options, store.Tail, time, handler.HasMixedPriorities);
        (_stopping, _aborting) = (_stop.Token, _abort.Token); // the sources may be disposed while late work still looks
        _slots = new WorkerSlots(() => handler.Concurrency, _stopping);
        _reader = new BacklogLoop(name, _book, new BacklogReader(name, store, _book, time), BeginAll, time, logger, _stopping);
        _savePause = new SavePause(name, store, Wake, time, logger, _stopping);
        _stall = new StallWatch(name, TimeSpan.FromSeconds(options.StallSeconds), time, logger);
        var period = TimeSpan.FromSeconds(Math.Max(0.25, options.StallSeconds / 4.0));
        _watch = time.CreateTimer(_ => Watch(), null, period, period);
        _createdAt = time.GetTimestamp();
        _suspects = time.CreateTimer(_ => AllowSuspects(), null, SuspectsAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Name of the queue.</summary>
    public string Name { get; }

    /// <summary>Messages in work.</summary>
    public int Active => _slots.Taken;

    /// <summary>True while work is ready, a worker is free and whom it is for may be called.</summary>
    public bool HasReadyWork =>
        Active < _handler.Concurrency && !_handler.IsPaused && !_savePause.IsOn && _book.ReadyCount > 0;

    /// <summary>Pieces of work that ended since the start.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Why no progress is made although work is ready, or null.</summary>
    public string? Complaint => _stall.Complaint;

    /// <summary>Messages of one priority in work.</summary>
    public long ActiveOf(Priority priority) => Volatile.Read(ref _activeByPriority[(int)priority]);

    /// <summary>Begins to read the backlog and to work.</summary>
    public void Start() => _reader.Start();

    /// <summary>Takes a message that was just committed; called in commit order, never blocks.</summary>
    public void Admit(QueuedMessage message) => _book.Admit(message);

    /// <summary>Messages of the normal class that fit into memory now, in conversations of their own; 0 when none do.</summary>
    public int Room => _book.Room;

    /// <summary>
    /// More than half of the conversations that a priority may have in memory are there: those that wait for long had better
    /// be put to sleep (<see cref="LaneOutcomeKind.Asleep"/>), so that others pass.
    /// </summary>
    public bool IsCrowded(Priority priority) => _book.IsCrowded(PriorityClass.Of(priority));

    /// <summary>
    /// Lets a conversation go on whose head was set <see cref="LaneOutcomeKind.Aside"/> or <see cref="LaneOutcomeKind.Asleep"/>. While its head is in work this is
    /// remembered: set aside then, it goes on at once.
    /// </summary>
    /// <returns>False when nothing of it is set aside or in work.</returns>
    public bool Resume(ulong conversation)
    {
        var isResumed = _book.Resume(conversation);
        if (isResumed)
        {
            Wake();
        }

        return isResumed;
    }

    /// <summary>Shares the workers differently from now on; what is in work ends first.</summary>
    public void Share(LaneShares shares)
    {
        _book.Share(shares);
        Wake();
    }

    /// <summary>Begins what can be begun: after new messages, a change of concurrency, or when the handler may be entered again.</summary>
    public void Wake()
    {
        BeginAll();
        if (_book.NeedsReading)
        {
            _reader.Signal();
        }
    }

    /// <summary>Reads and begins whatever can be begun; a reader that has ended is begun anew.</summary>
    public void Restart()
    {
        if (_reader.Running is { IsCompleted: true } && !_stopping.IsCancellationRequested)
        {
            Log.ReaderEnded(_logger, Name);
            Start();
        }

        Wake();
        _reader.Signal();
    }

    /// <summary>Begins nothing new and waits for the work under way, at most <paramref name="patience"/>, then cancels it.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        _watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reader.Signal();
        if (!await EndedAsync(_slots.IdleAsync(), patience))
        {
            await _abort.CancelAsync();
            await EndedAsync(_slots.IdleAsync(), AbortPatience);
        }

        await EndedAsync(_reader.Running ?? Task.CompletedTask, AbortPatience); // a disk that hangs holds up the reader, not the stop
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await StopAsync(TimeSpan.Zero);
        }

        await _watch.DisposeAsync();
        await _suspects.DisposeAsync();
        _stop.Dispose();
        _abort.Dispose();
        _reader.Dispose();
    }

    // As many threads as there are processors begin what is ready now, one piece after the other; each runs until it waits
    // for somebody. That costs the pool a few pieces of work and not one per message.
    private void BeginAll()
    {
        Interlocked.Increment(ref _wakes);
        var ready = _book.ReadyCount;
        if (ready == 0)
        {
            return;
        }

        var round = new StrongBox<int>(ready);
        for (var threads = Math.Min(Environment.ProcessorCount, ready); threads > 0; threads--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Queue.BeginSome(work.Round), (Queue: this, Round: round), preferLocal: false);
        }
    }

    // No more than were ready: a message that is held at once must not be taken up for ever.
    private void BeginSome(StrongBox<int> left)
    {
        while (Interlocked.Decrement(ref left.Value) >= 0 && TryBegin(out var message, out var pass))
        {
            _ = WorkAsync(message, pass);
        }
    }

    private async Task<bool> EndedAsync(Task task, TimeSpan patience)
    {
        try
        {
            await Task.WhenAny(task).WaitAsync(patience, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Whoever gives a slot back looks again: another may have found none free meanwhile and left the work to it. When the
    // handler let nobody in, it looks again only if somebody was woken since, so that nothing spins before a closed door.
    private bool TryBegin(out QueuedMessage message, out long pass)
    {
        message = null!;
        pass = 0;
        while (_book.ReadyCount > 0 && !_savePause.IsOn && _slots.TryTake())
        {
            var wakes = Volatile.Read(ref _wakes);
            var entered = _handler.TryEnter(out pass);
            if (entered && _book.TryTake(out message))
            {
                Interlocked.Increment(ref _activeByPriority[(int)message.Priority]);
                return true;
            }

            if (entered)
            {
                _handler.Left(pass);
            }

            _slots.GiveBack();
            if (!entered && wakes == Volatile.Read(ref _wakes))
            {
                return false;
            }
        }

        return false;
    }

    private async Task WorkAsync(QueuedMessage message, long pass)
    {
        while (true)
        {
            var wasSuspect = message.Deaths > 0;
            var outcome = await HandleAsync(message, pass);
            outcome = Settle(message, outcome);
            _book.Finish(message, outcome);
            Interlocked.Increment(ref _done);
            Interlocked.Decrement(ref _activeByPriority[(int)message.Priority]);
            _slots.GiveBack();
            if (outcome.Kind == LaneOutcomeKind.Retry || _book.NeedsReading)
            {
                _reader.Signal();
            }

            if (outcome.Kind == LaneOutcomeKind.Hold)
            {
                return; // whoever held it wakes the queue; the reader does within a second
            }

            if (wasSuspect)
            {
                Wake(); // its conversation goes on, and so does the next suspect
            }

            if (!TryBegin(out message, out pass))
            {
                return;
            }
        }
    }

    private async ValueTask<LaneOutcome> HandleAsync(QueuedMessage message, long pass)
    {
        if (message.Deaths > 0)
        {
            Log.Suspect(_logger, message.Id.ToString(), Name, message.Deaths);
            _suspects.Change(NextSuspectAfter, Timeout.InfiniteTimeSpan);
        }

        int? ticket = null;
        try
        {
            ticket = await _ledger.EnterAsync(message.Position);
            return await _handler.HandleAsync(message, pass, _aborting);
        }
        catch (OperationCanceledException) when (_aborting.IsCancellationRequested)
        {
            return LaneOutcome.Hold;
        }
        catch (Exception error)
        {
            Log.WorkFailed(_logger, Name, error);
            return Failed(message);
        }
        finally
        {
            if (ticket is { } taken)
            {
                _ledger.Leave(taken);
            }
        }
    }

    private LaneOutcome Failed(QueuedMessage message) => ++message.Attempts >= MaxFailures
        ? new LaneOutcome(LaneOutcomeKind.Park, default, "the gateway failed on it again and again")
        : new LaneOutcome(LaneOutcomeKind.Retry, _time.GetUtcNow() + FailurePause.Pause(message.Attempts, 0.5));

    private LaneOutcome Settle(QueuedMessage message, in LaneOutcome outcome)
    {
        if (outcome.Kind is LaneOutcomeKind.Hold or LaneOutcomeKind.Aside or LaneOutcomeKind.Asleep)
        {
            return outcome;
        }

        var kind = outcome.Kind switch
        {
            LaneOutcomeKind.Complete => SettlementKind.Complete,
            LaneOutcomeKind.Park => SettlementKind.Park,
            LaneOutcomeKind.Expire => SettlementKind.Expire,
            _ => SettlementKind.Retry,
        };
        if (kind == SettlementKind.Retry)
        {
            message.Due = outcome.Due;
            message.Deaths = 0; // it was tried to its end without a death
        }

        try
        {
            if (!_store.Settle(new Settlement(kind, message, outcome.Reason, outcome.Answer, outcome.Trace)))
            {
                _savePause.Begin();
            }

            return outcome;
        }
        catch (Exception error)
        {
            Log.WorkFailed(_logger, Name, error);
            _savePause.Begin();
            return new LaneOutcome(LaneOutcomeKind.Retry, _time.GetUtcNow() + SavePause.Again); // it still waits in the store
        }
    }

    private void AllowSuspects()
    {
        var left = AloneAfter - _time.GetElapsedTime(_createdAt);
        _book.AllowSuspects(aloneToo: left <= TimeSpan.Zero);
        if (left > TimeSpan.Zero)
        {
            _suspects.Change(left, Timeout.InfiniteTimeSpan);
        }

        Wake();
    }

    private void Watch()
    {
        if (_stall.IsStalled(Done, _book.ReadyCount, HasReadyWork) || _reader.Running is { IsCompleted: true })
        {
            Restart();
        }
    }
}
