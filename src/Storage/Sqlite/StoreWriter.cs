using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// The one thread that writes. While a commit runs, everything that arrives forms the next batch; nobody waits for a timer.
/// A stalled disk blocks this thread and no other.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    private static readonly TimeSpan IdlePatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(10);

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
    private Action<IReadOnlyList<QueuedMessage>> _committed = static _ => { };
    private readonly ManualResetEventSlim _stop = new(initialState: false);
    private DateTimeOffset _retentionDue;
    private bool _broken;
    private bool _inDoubt;

    public StoreWriter(StoreState state, SqliteOptions options, TimeProvider time, StoreMetrics metrics, ILogger logger)
    {
        _state = state;
        _options = options;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        Inbox = new WriterInbox(options);
        _space = new FreeSpace(state.Folder, options, time);
        _watch = new CommitWatch(Inbox, options, time, logger);
        _log = new LogKeeper(options);
        _sealer = new Sealer(state, Run, logger);
        _thread = new Thread(Loop) { IsBackground = true, Name = "store writer" };
    }

    public WriterInbox Inbox { get; }

    /// <summary>Why appends are refused, or null.</summary>
    public string? Refusal => _watch.Refusal;

    public void Subscribe(Action<IReadOnlyList<QueuedMessage>> committed) => _committed += committed;

    public void Start() => _thread.Start();

    /// <summary>Runs rare work inside the next commit.</summary>
    public Task Run(Action<WriteScope> work)
    {
        var action = new StoreAction(work);
        return Inbox.TryAdd(action)
            ? action.Done
            : Task.FromException(new StoreException("The store is stopping, or too much is asked of it at once. Try again."));
    }

    public void Dispose()
    {
        Inbox.Close();
        _stop.Set();
        if (_thread.IsAlive && !_thread.Join(JoinPatience))
        {
            return; // the disk hangs: the process ends with the files as they are, which is what recovery is for
        }

        _watch.Dispose();
        Inbox.Dispose();
        _stop.Dispose();
        _log.Dispose();
        _state.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            if (_broken)
            {
                _stop.Wait(TimeSpan.FromMilliseconds(_options.ReopenMilliseconds));
            }

            var batch = Inbox.Take(_broken ? TimeSpan.Zero : IdlePatience);
            try
            {
                if (_broken)
                {
                    Heal();
                }

                _watch.Observe(_space.Problem());
                Write(batch);
                Maintain();
            }
            catch (StoreException error)
            {
                Fail(batch, error);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Log.WriterFailed(_logger, error);
                Fail(batch, new StoreException("The store failed in an unexpected way.", error));
            }

            if (_stop.IsSet && (batch.IsEmpty || _broken))
            {
                return;
            }
        }
    }

    private void Write(WriteBatch batch)
    {
        if (batch.IsEmpty)
        {
            return;
        }

        var scope = new WriteScope(_state, _time.GetUtcNow());
        var started = _time.GetTimestamp();
        using (_watch.Begin(batch))
        {
            Fill(scope, batch);
            scope.Commit();
        }

        _metrics.Committed(scope.Stored.Count, _time.GetElapsedTime(started));
        Announce(batch, scope);
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

    private void Announce(WriteBatch batch, WriteScope scope)
    {
        foreach (var request in batch.Appends)
        {
            request.Complete(AppendStatus.Stored, null);
        }

        foreach (var action in batch.Actions)
        {
            action.Succeed();
        }

        if (scope.Stored.Count > 0)
        {
            _committed(scope.Stored);
        }
    }

    private void Fail(WriteBatch batch, StoreException error)
    {
        if (!_broken)
        {
            Log.CommitFailed(_logger, error);
        }

        _watch.Refuse(error.Message);
        batch.FailAppends(AppendStatus.Unavailable, error.Message);
        foreach (var action in batch.Actions)
        {
            action.Fail(error);
        }

        Inbox.PutBack(batch.Settlements);
        _broken = true;
        _inDoubt |= !SqliteError.IsFull(error) || !TryAbandon();
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
        var before = _state.Tail;
        using (_watch.Begin(WriteBatch.None))
        {
            if (_inDoubt)
            {
                _state.Reopen(_options, _time.GetUtcNow());
                _sealer.Forget();
                _inDoubt = false;
            }

            var probe = new WriteScope(_state, _time.GetUtcNow());
            probe.Today.Writer.Probe(probe.NowMs);
            probe.Commit();
        }

        _broken = false;
        AnnounceFound(before);
    }

    private void AnnounceFound(long before)
    {
        var found = FoundMessages.After(_state, before);
        if (found.Count > 0)
        {
            Log.FoundAfterFailure(_logger, found.Count);
            _committed(found);
        }
    }

    private void Maintain()
    {
        var now = _time.GetUtcNow();
        var today = _state.Days.Today(DateOnly.FromDateTime(now.UtcDateTime), _state.Tail + 1);
        using (_watch.Begin(WriteBatch.None))
        {
            _log.Tend(_state.Days);
        }

        _sealer.Tend(today);
        if (now >= _retentionDue)
        {
            _retentionDue = now + RetentionInterval;
            Retention.Tend(_state, today, _options, now, _logger);
        }
    }
}
