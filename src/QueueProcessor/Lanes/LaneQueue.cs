using Microsoft.Extensions.Logging;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// The lanes of one queue at work: at most one message of a conversation, up to the handler's concurrency of conversations.
/// Workers are not waiting threads: one begins when work is ready and ends when none is left.
/// </summary>
public sealed class LaneQueue : IAsyncDisposable
{
    private static readonly TimeSpan SuspectsAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);
    private readonly IMessageStore _store;
    private readonly ILaneHandler _handler;
    private readonly IInWorkLedger _ledger;
    private readonly LaneOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LaneBook _book;
    private readonly BacklogReader _reader;
    private readonly SemaphoreSlim _readerSignal = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _watch;
    private readonly ITimer _suspects;
    private Task _reading = Task.CompletedTask;
    private readonly long[] _activeByPriority = new long[Enum.GetValues<Priority>().Length];
    private int _active;
    private int _unsaved;
    private long _done;
    private long _doneAtLook;
    private long _progressAt;

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
        _book = new LaneBook(options, store.Tail);
        _reader = new BacklogReader(name, store, _book, options, time);
        _progressAt = time.GetTimestamp();
        var period = TimeSpan.FromSeconds(Math.Max(0.25, options.StallSeconds / 4.0));
        _watch = time.CreateTimer(_ => Watch(), null, period, period);
        _suspects = time.CreateTimer(_ => AllowSuspects(), null, SuspectsAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Name of the queue.</summary>
    public string Name { get; }

    /// <summary>Messages in work.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>True while work is ready, a worker is free and whom it is for may be called.</summary>
    public bool HasReadyWork =>
        Active < _handler.Concurrency && !_handler.IsPaused && Volatile.Read(ref _unsaved) == 0 && _book.ReadyCount > 0;

    /// <summary>Pieces of work that ended since the start.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Why no progress is made although work is ready, or null.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Messages of one priority in work.</summary>
    public long ActiveOf(Priority priority) => Volatile.Read(ref _activeByPriority[(int)priority]);

    /// <summary>Begins to read the backlog and to work.</summary>
    public void Start() => _reading = Task.Factory.StartNew(ReadAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>Takes a message that was just committed; called in commit order, never blocks.</summary>
    public void Admit(QueuedMessage message) => _book.Admit(message);

    /// <summary>Begins what can be begun: after new messages, a change of concurrency, or when the handler may be entered again.</summary>
    public void Wake()
    {
        while (TryBegin(out var message, out var pass))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Queue.WorkAsync(work.Message, work.Pass), (Queue: this, Message: message, Pass: pass), preferLocal: false);
        }

        if (_book.NeedsReading)
        {
            SignalReader();
        }
    }

    /// <summary>Begins nothing new and waits for the work under way, at most <paramref name="patience"/>, then cancels it.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        _watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SignalReader();
        if (Volatile.Read(ref _active) == 0)
        {
            _idle.TrySetResult();
        }

        try
        {
            await _idle.Task.WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            await _abort.CancelAsync();
        }

        await _reading;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await StopAsync(TimeSpan.Zero);
        }

        await _watch.DisposeAsync();
        await _suspects.DisposeAsync();
        _stop.Dispose();
        _abort.Dispose();
        _readerSignal.Dispose();
    }

    private bool TryBegin(out QueuedMessage message, out long pass)
    {
        message = null!;
        pass = 0;
        if (_stop.IsCancellationRequested || Volatile.Read(ref _unsaved) != 0)
        {
            return false;
        }

        if (Interlocked.Increment(ref _active) <= _handler.Concurrency && _book.ReadyCount > 0 && _handler.TryEnter(out pass))
        {
            if (_book.TryTake(out message))
            {
                Interlocked.Increment(ref _activeByPriority[(int)message.Priority]);
                return true;
            }

            _handler.Left(pass);
        }

        End();
        return false;
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _active) == 0 && _stop.IsCancellationRequested)
        {
            _idle.TrySetResult();
        }
    }

    private async Task WorkAsync(QueuedMessage message, long pass)
    {
        while (true)
        {
            var outcome = await HandleAsync(message, pass);
            Settle(message, outcome);
            _book.Finish(message, outcome);
            Interlocked.Increment(ref _done);
            Interlocked.Decrement(ref _activeByPriority[(int)message.Priority]);
            if (_book.NeedsReading)
            {
                SignalReader();
            }

            End();
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
            Log.Suspect(_logger, message.Position, Name, message.Deaths);
        }

        var ticket = await _ledger.EnterAsync(message.Position);
        try
        {
            return await _handler.HandleAsync(message, pass, _abort.Token);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return LaneOutcome.Hold;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Log.WorkFailed(_logger, Name, error);
            return new LaneOutcome(LaneOutcomeKind.Retry, _time.GetUtcNow() + ErrorPause);
        }
        finally
        {
            _ledger.Leave(ticket);
        }
    }

    private void Settle(QueuedMessage message, in LaneOutcome outcome)
    {
        if (outcome.Kind == LaneOutcomeKind.Hold)
        {
            return;
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

        if (!_store.Settle(new Settlement(kind, message, outcome.Reason, outcome.Answer)) && Interlocked.Exchange(ref _unsaved, 1) == 0)
        {
            Log.Unsaved(_logger, Name);
            _ = ResumeWhenSavedAsync();
        }
    }

    // The store keeps a bounded number of unsaved ends of work; no new work begins until it has saved them.
    private async Task ResumeWhenSavedAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _store.FlushAsync(_stop.Token);
                break;
            }
            catch (Exception error) when (error is StoreException or OperationCanceledException)
            {
                await Task.Delay(ErrorPause, _time, CancellationToken.None);
            }
        }

        Volatile.Write(ref _unsaved, 0);
        Wake();
    }

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var pause = Timeout.InfiniteTimeSpan;
            try
            {
                var next = _book.Resume(_time.GetUtcNow());
                var moved = _reader.Step(_stop.Token);
                Wake();
                if (moved)
                {
                    continue;
                }

                pause = next is { } due ? due - _time.GetUtcNow() : ErrorPause;
            }
            catch (StoreException error)
            {
                Log.ReadFailed(_logger, Name, error.Message);
                pause = ErrorPause;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Log.ReaderFailed(_logger, Name, error);
                pause = ErrorPause;
            }

            await WaitAsync(pause);
        }
    }

    private async Task WaitAsync(TimeSpan pause)
    {
        if (pause > ErrorPause)
        {
            pause = ErrorPause;
        }

        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = _time.CreateTimer(_ => SignalReader(), null, pause, Timeout.InfiniteTimeSpan);
        await _readerSignal.WaitAsync();
    }

    private void SignalReader()
    {
        try
        {
            if (_readerSignal.CurrentCount == 0)
            {
                _readerSignal.Release();
            }
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else signalled in the same moment, or the queue has ended.
        }
    }

    private void AllowSuspects()
    {
        _book.AllowSuspects();
        Wake();
    }

    private void Watch()
    {
        var done = Done;
        var ready = _book.ReadyCount;
        if (done != _doneAtLook || ready == 0 || Active > 0 || _handler.IsPaused)
        {
            _doneAtLook = done;
            _progressAt = _time.GetTimestamp();
            Complaint = null;
            return;
        }

        var silent = _time.GetElapsedTime(_progressAt);
        if (silent.TotalSeconds >= _options.StallSeconds)
        {
            Complaint = $"Queue {Name} has work and makes no progress.";
            Log.Stalled(_logger, Name, ready, silent.TotalSeconds);
            Wake();
            SignalReader();
        }
    }
}
