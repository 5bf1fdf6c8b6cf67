using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// The one thread that writes. While a commit runs, everything that arrives forms the next batch; nobody waits for a timer.
/// A stalled disk blocks this thread and no other, and no failure ends it.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private static readonly TimeSpan IdlePatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);
    private static readonly StoreException Stopping = new("The gateway is stopping.");

    private readonly StoreState _state;
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CommitWatch _watch;
    private readonly FreeSpace _space;
    private readonly LogKeeper _log;
    private readonly Sealer _sealer;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new(initialState: false);
    private volatile Action<IReadOnlyList<QueuedMessage>>[] _subscribers = [];
    private volatile WriteBatch _running = WriteBatch.None;
    private readonly List<QueuedMessage> _movesInDoubt = [];
    private WriteScope? _scope;
    private DateTimeOffset _retentionDue;
    private long _announced;
    private bool _broken;
    private bool _inDoubt;
    private int _disposed;

    public StoreWriter(StoreState state, SqliteOptions options, TimeProvider time, StoreMetrics metrics, ILogger logger)
    {
        _state = state;
        _options = options;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _announced = state.Tail;
        Inbox = new WriterInbox(options);
        _space = new FreeSpace(state, options, time);
        _watch = new CommitWatch(Inbox, options, time, logger);
        _log = new LogKeeper(options, _space, logger);
        _sealer = new Sealer(state, Run, time, logger);
        _thread = new Thread(Loop) { IsBackground = true, Name = "store writer" };
    }

    public WriterInbox Inbox { get; }

    /// <summary>How long a stop waits for a disk that hangs.</summary>
    public TimeSpan StopPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Why appends are refused, or null.</summary>
    public string? Refusal => Inbox.IsClosed ? Stopping.Message : _watch.Refusal;

    public void Subscribe(Action<IReadOnlyList<QueuedMessage>> committed) => _subscribers = [.. _subscribers, committed];

    public void Start() => _thread.Start();

    /// <summary>Runs rare work inside the next commit.</summary>
    public Task Run(Action<WriteScope> work)
    {
        var action = new StoreAction(work);
        return Inbox.TryAdd(action)
            ? action.Done
            : Task.FromException(Inbox.IsClosed ? Stopping : new StoreException("Too much is asked of the store at once. Try again."));
    }

    /// <summary>Writes what was taken before, then closes the files. When the disk hangs, everyone is answered and the files stay as they are, which is what recovery is for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Inbox.Close();
        _stop.Set(); // only now: whoever sees it may rely on a closed inbox
        Inbox.Wake();
        if (!await Task.Run(() => !_thread.IsAlive || _thread.Join(StopPatience)))
        {
            _running.Refuse(Stopping);
            Inbox.Refuse(Stopping);
            return;
        }

        _watch.Dispose();
        await _sealer.StopAsync();
        _log.Dispose();
        Inbox.Dispose();
        _stop.Dispose();
        _state.Dispose();
    }

    private void Loop()
    {
        for (var last = false; !last;)
        {
            if (_broken)
            {
                _stop.Wait(TimeSpan.FromMilliseconds(_options.ReopenMilliseconds));
            }

            var stopping = _stop.IsSet; // asked before the inbox: what is in it was added before it closed
            var batch = Inbox.Take(stopping || _broken ? TimeSpan.Zero : IdlePatience);
            Turn(batch);
            last = stopping && (batch.IsEmpty || _broken);
        }

        Inbox.Refuse(Stopping);
    }

    private void Turn(WriteBatch batch)
    {
        _running = batch;
        try
        {
            _watch.Begin(batch);
            if (_broken)
            {
                Heal();
            }

            _watch.Observe(_space.Problem());
            Write(batch);
            batch = WriteBatch.None; // answered: what fails from here on is not its failure
            Maintain();
        }
        catch (StoreException error)
        {
            FailSafely(batch, error);
        }
        catch (Exception error)
        {
            FailSafely(batch, new StoreException("The store failed in an unexpected way.", error));
        }
        finally
        {
            _watch.End();
            _running = WriteBatch.None;
            _scope = null;
        }
    }

    private void Write(WriteBatch batch)
    {
        if (batch.IsEmpty)
        {
            return;
        }

        _watch.Begin(batch);
        var started = _time.GetTimestamp();
        _scope = new WriteScope(_state, _time.GetUtcNow());
        Fill(_scope, batch);
        _scope.Commit();
        _metrics.Committed(_scope.Stored.Count, _time.GetElapsedTime(started));
        Answer(batch);
        Announce(_scope.Waiting);
        if (_scope.HasLate)
        {
            Announce(_scope.Late);
            _state.Moves.Open();
        }
    }

    private static void Fill(WriteScope scope, WriteBatch batch)
    {
        foreach (var request in batch.Appends)
        {
            foreach (var message in request.Messages)
            {
                if (scope.Append(message))
                {
                    request.Stored++;
                }
                else
                {
                    request.Duplicates++;
                }
            }

            foreach (var entry in request.Traces)
            {
                scope.Trace(entry);
            }
        }

        foreach (var settlement in batch.Settlements)
        {
            scope.Settle(settlement);
        }

        foreach (var action in batch.Actions)
        {
            action.Run(scope);
        }
    }

    private static void Answer(WriteBatch batch)
    {
        AnswerRun.Begin(batch.Appends);
        foreach (var action in batch.Actions)
        {
            action.Succeed();
        }
    }

    // A subscriber's failure is not the store's: the messages are durable, and wait for whoever reads the backlog.
    private void Announce(List<QueuedMessage> messages)
    {
        _announced = _state.Tail;
        if (messages.Count == 0)
        {
            return;
        }

        foreach (var subscriber in _subscribers)
        {
            try
            {
                subscriber(messages);
            }
            catch (Exception error)
            {
                Log.SubscriberFailed(_logger, error);
            }
        }
    }

    // Whatever happens here, even while it is reported, the thread goes on and trusts nothing that it has not read again.
    private void FailSafely(WriteBatch batch, StoreException error)
    {
        var isNews = !_broken;
        _broken = true;
        try
        {
            if (_scope is { HasLate: true } failed)
            {
                _movesInDoubt.AddRange(failed.Late);
            }

            Inbox.PutBack(batch.Settlements);
            batch.Refuse(error);
            _watch.Refuse(error.Message);
            _inDoubt = _inDoubt || !SqliteError.IsFull(error) || _scope is { IsPartlyCommitted: true } || !TryAbandon();
            if (!_inDoubt)
            {
                _movesInDoubt.Clear(); // nothing was moved, and readers may know it
                _state.Moves.Open();
            }

            if (isNews)
            {
                Log.CommitFailed(_logger, error);
            }
        }
        catch (Exception)
        {
            _inDoubt = true; // reporting failed, or memory ran out again; the next turn begins by opening everything anew
        }
    }

    // A full disk is rolled back by SQLite itself: nothing was synced, nothing is in doubt, no file need be opened again.
    private bool TryAbandon()
    {
        try
        {
            _state.Abandon();
            return true;
        }
        catch (StoreException error)
        {
            Log.ReopenFailed(_logger, error.Message);
            return false;
        }
    }

    // No webhook is taken before a write has succeeded again.
    private void Heal()
    {
        if (_inDoubt)
        {
            _state.Reopen(_options, _time.GetUtcNow());
            _inDoubt = false;
        }

        var probe = new WriteScope(_state, _time.GetUtcNow());
        probe.Today.Writer.Probe(probe.NowMs);
        probe.Commit();
        AnnounceFound();
        AnnounceMoved();
        _broken = false;
    }

    private void AnnounceMoved()
    {
        if (_movesInDoubt.Count > 0)
        {
            Announce(MoveActions.Moved(_state, _movesInDoubt));
            _movesInDoubt.Clear();
        }

        _state.Moves.Open();
    }

    private void AnnounceFound()
    {
        var found = FoundMessages.After(_state, _announced);
        if (found.Count > 0)
        {
            Log.FoundAfterFailure(_logger, found.Count);
        }

        Announce(found);
    }

    private void Maintain()
    {
        _watch.Begin(WriteBatch.None);
        var now = _time.GetUtcNow();
        var today = _state.Days.Today(DateOnly.FromDateTime(now.UtcDateTime), _state.Tail + 1);
        _log.Tend(_state.Days);
        _sealer.Tend(today);
        if (now >= _retentionDue || now < _retentionDue - RetentionInterval)
        {
            _retentionDue = now + RetentionInterval;
            Retention.Tend(_state, today, _options, now, _logger);
        }
    }
}
