using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What waits for the next commit. Bounded; any thread may add, one thread takes.</summary>
internal sealed class WriterInbox(SqliteOptions options) : IDisposable
{
    private const int MaxActions = 10_000;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private List<AppendRequest> _appends = [];
    private List<Settlement> _settlements = [];
    private List<StoreAction> _actions = [];
    private int _messages;
    private long _bytes;
    private bool _closed;
    private bool _disposed;

    /// <summary>False when so many ends of work wait that no new work should begin.</summary>
    public bool HasRoomForSettlements => Volatile.Read(ref _settlements).Count < options.MaxPendingSettlements;

    public bool TryAdd(AppendRequest request)
    {
        lock (_gate)
        {
            if (_closed || _messages + request.Messages.Count > options.MaxPendingMessages || _bytes + request.Bytes > options.MaxPendingBytes)
            {
                return false;
            }

            _appends.Add(request);
            _messages += request.Messages.Count;
            _bytes += request.Bytes;
        }

        Wake();
        return true;
    }

    public void Add(in Settlement settlement)
    {
        bool first;
        lock (_gate)
        {
            if (_disposed)
            {
                return; // work that outlived the stop: it is taken up again at the next start
            }

            _settlements.Add(settlement);
            first = _settlements.Count == 1;
        }

        if (first)
        {
            Wake();
        }
    }

    public bool TryAdd(StoreAction action)
    {
        lock (_gate)
        {
            if (_closed || _actions.Count >= MaxActions)
            {
                return false;
            }

            _actions.Add(action);
        }

        Wake();
        return true;
    }

    /// <summary>Waits until something is there or <paramref name="patience"/> is over, then takes all of it, appends up to one batch.</summary>
    public WriteBatch Take(TimeSpan patience)
    {
        var batch = TryTake();
        if (batch is { IsEmpty: true })
        {
            _arrived.WaitOne(patience);
            batch = TryTake();
        }

        return batch;
    }

    /// <summary>Puts ends of work back that a failed commit did not save, before those that came after them.</summary>
    public void PutBack(List<Settlement> settlements)
    {
        lock (_gate)
        {
            settlements.AddRange(_settlements);
            _settlements = settlements;
        }
    }

    /// <summary>Takes every waiting append, to be answered that it cannot be written now.</summary>
    public List<AppendRequest> TakeAppends()
    {
        lock (_gate)
        {
            var taken = _appends;
            _appends = [];
            _messages = 0;
            _bytes = 0;
            return taken;
        }
    }

    /// <summary>From now on nothing but settlements is taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        Wake();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _arrived.Dispose();
    }

    private void Wake()
    {
        try
        {
            _arrived.Set();
        }
        catch (ObjectDisposedException)
        {
            // The writer ended between the two lines; nothing waits for this signal any more.
        }
    }

    private WriteBatch TryTake()
    {
        lock (_gate)
        {
            var batch = new WriteBatch(TakeOneBatchOfAppends_NeedsGate(), _settlements, _actions);
            if (!batch.IsEmpty)
            {
                _settlements = [];
                _actions = [];
            }

            return batch;
        }
    }

    private List<AppendRequest> TakeOneBatchOfAppends_NeedsGate()
    {
        var taken = _appends;
        if (_messages <= options.MaxBatchMessages || taken.Count == 1)
        {
            _appends = [];
            _messages = 0;
            _bytes = 0;
            return taken;
        }

        var (count, messages, bytes) = (0, 0, 0L);
        while (count < taken.Count && (count == 0 || messages + taken[count].Messages.Count <= options.MaxBatchMessages))
        {
            messages += taken[count].Messages.Count;
            bytes += taken[count].Bytes;
            count++;
        }

        _appends = taken.GetRange(count, taken.Count - count);
        _messages -= messages;
        _bytes -= bytes;
        taken.RemoveRange(count, taken.Count - count);
        Wake();
        return taken;
    }
}
