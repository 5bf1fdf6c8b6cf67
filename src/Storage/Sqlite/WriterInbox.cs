using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What waits for the next commit. Bounded; any thread may add, one thread takes.</summary>
internal sealed class WriterInbox(SqliteOptions options) : IDisposable
{
    private const int MaxYields = 16;
    private const int GoodBatch = 128; // larger ones leave everybody waiting for one sync
    private const int MaxActions = 10_000;
    private const int ManySettlements = 256; // worth a commit of their own
    private const long MaxBatchBytes = 8 * 1024 * 1024; // a commit of more would come near its deadline on a slow disk
    private static readonly TimeSpan SettlementPause = TimeSpan.FromMilliseconds(2);
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private List<AppendRequest> _appends = [];
    private List<Settlement> _settlements = [];
    private List<StoreAction> _actions = [];
    private int _messages;
    private long _bytes;
    private bool _sleeps;
    private volatile bool _closed;
    private bool _disposed;

    /// <summary>False when so many ends of work wait that no new work should begin.</summary>
    public bool HasRoomForSettlements => Volatile.Read(ref _settlements).Count < options.MaxPendingSettlements;

    /// <summary>True once nothing but settlements is taken.</summary>
    public bool IsClosed => _closed;

    public bool TryAdd(AppendRequest request)
    {
        bool first;
        lock (_gate)
        {
            if (_closed || !HasRoomFor_NeedsGate(request))
            {
                return false;
            }

            _appends.Add(request);
            _messages += request.Count;
            _bytes += request.Bytes;
            first = _appends.Count == 1;
        }

        WakeIf(first);
        return true;
    }

    public void Add(in Settlement settlement)
    {
        bool wakes;
        lock (_gate)
        {
            if (_disposed)
            {
                return; // work that outlived the stop: it is taken up again at the next start
            }

            _settlements.Add(settlement);
            wakes = _sleeps || _settlements.Count == ManySettlements;
            _sleeps = false;
        }

        WakeIf(wakes);
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
        if (patience > TimeSpan.Zero)
        {
            if (BeginToSleep())
            {
                _arrived.WaitOne(patience);
            }

            if (HasOnlyFewSettlements())
            {
                _arrived.WaitOne(SettlementPause);
            }
        }

        LetOthersArrive();
        return TryTake();
    }

    // While it sleeps, whatever comes first wakes the writer.
    private bool BeginToSleep()
    {
        lock (_gate)
        {
            _sleeps = _appends.Count == 0 && _actions.Count == 0 && _settlements.Count == 0;
            return _sleeps;
        }
    }

    // Nobody waits for the end of a piece of work to be saved, so it goes with the next append, or after a moment with
    // others of its kind: without this two of three commits on the whole way held nothing else.
    private bool HasOnlyFewSettlements()
    {
        lock (_gate)
        {
            _sleeps = false;
            return _appends.Count == 0 && _actions.Count == 0 && _settlements.Count is > 0 and < ManySettlements;
        }
    }

    // On a busy processor whoever is about to append gets to run first, as long as that brings something: a commit costs
    // the same for one message as for many. On an idle one nobody else is ready to run and this returns at once.
    private void LetOthersArrive()
    {
        var seen = 0;
        for (var i = 0; i < MaxYields; i++)
        {
            var arrived = Volatile.Read(ref _messages);
            if (arrived == seen || arrived >= GoodBatch)
            {
                return;
            }

            seen = arrived;
            Thread.Yield();
        }
    }

    /// <summary>Puts ends of work back that a failed commit did not save, before those that came after them.</summary>
    public void PutBack(List<Settlement> settlements)
    {
        lock (_gate)
        {
            if (settlements.Count > 0)
            {
                settlements.AddRange(_settlements);
                _settlements = settlements;
            }
        }
    }

    /// <summary>Takes every waiting append, to be answered that it cannot be written now.</summary>
    public List<AppendRequest> TakeAppends()
    {
        lock (_gate)
        {
            return TakeAppends_NeedsGate();
        }
    }

    /// <summary>From now on nothing but settlements is taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    /// <summary>Answers everyone who still waits, because nothing is written any more.</summary>
    public void Refuse(StoreException error)
    {
        WriteBatch left;
        lock (_gate)
        {
            left = new WriteBatch(TakeAppends_NeedsGate(), _settlements, _actions);
            _settlements = [];
            _actions = [];
        }

        left.Refuse(error);
    }

    /// <summary>Makes a sleeping writer look again.</summary>
    public void Wake()
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

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _arrived.Dispose();
    }

    // One request may be larger than the bound: alone it is taken, or it never would be.
    private bool HasRoomFor_NeedsGate(AppendRequest request) =>
        _appends.Count == 0 || (_messages + request.Count <= options.MaxPendingMessages && _bytes + request.Bytes <= options.MaxPendingBytes);

    // The writer sleeps only when it found nothing, so only the first to come has to wake it.
    private void WakeIf(bool first)
    {
        if (first)
        {
            Wake();
        }
    }

    private WriteBatch TryTake()
    {
        lock (_gate)
        {
            if (_appends.Count == 0 && _settlements.Count == 0 && _actions.Count == 0)
            {
                return WriteBatch.None;
            }

            var batch = new WriteBatch(TakeOneBatchOfAppends_NeedsGate(), _settlements, _actions);
            _settlements = [];
            _actions = [];
            return batch;
        }
    }

    private List<AppendRequest> TakeAppends_NeedsGate()
    {
        var taken = _appends;
        _appends = [];
        _messages = 0;
        _bytes = 0;
        return taken;
    }

    private List<AppendRequest> TakeOneBatchOfAppends_NeedsGate()
    {
        if ((_messages <= options.MaxBatchMessages && _bytes <= MaxBatchBytes) || _appends.Count == 1)
        {
            return TakeAppends_NeedsGate();
        }

        var taken = _appends;
        var (count, messages, bytes) = (0, 0, 0L);
        while (count < taken.Count && (count == 0 || (messages + taken[count].Count <= options.MaxBatchMessages && bytes + taken[count].Bytes <= MaxBatchBytes)))
        {
            messages += taken[count].Count;
            bytes += taken[count].Bytes;
            count++;
        }

        _appends = taken.GetRange(count, taken.Count - count);
        _messages -= messages;
        _bytes -= bytes;
        taken.RemoveRange(count, taken.Count - count);
        return taken;
    }
}
