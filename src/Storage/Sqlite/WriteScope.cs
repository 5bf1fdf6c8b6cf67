using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>One commit on its way: which files it has begun, what it stored. Lives on the writer's thread.</summary>
internal sealed class WriteScope(StoreState state, DateTimeOffset now)
{
    private readonly List<QueuedMessage> _stored = [];
    private List<QueuedMessage>? _late;
    private readonly HashSet<UInt128> _keys = state.FreshKeys();
    private List<Action>? _afterCommit;
    private long _newestMs = now.ToUnixTimeMilliseconds();
    private bool _allWait = true;

    public DateTimeOffset Now => now;

    public long NowMs { get; } = now.ToUnixTimeMilliseconds();

    public StoreState State => state;

    public DayFile Today { get; } = state.Days.Today(DateOnly.FromDateTime(now.UtcDateTime), state.Tail + 1);

    /// <summary>What this commit adds, in order.</summary>
    public List<QueuedMessage> Stored => _stored;

    /// <summary>What of it waits in a queue, in order.</summary>
    public List<QueuedMessage> Waiting => _allWait ? _stored : _stored.FindAll(Waits);

    /// <summary>What it moves into another queue, in the order in which that is announced.</summary>
    public List<QueuedMessage> Late => _late ??= [];

    /// <summary>True when it moves something.</summary>
    public bool HasLate => _late is { Count: > 0 };

    /// <summary>True once a file is committed: when another fails then, what is in memory is not what is on the disk.</summary>
    public bool IsPartlyCommitted { get; private set; }

    /// <summary>Stores a message unless its key is known, here or in the store.</summary>
    /// <returns>False for a duplicate.</returns>
    public bool Append(QueuedMessage message)
    {
        var once = message.OnceKey is { } key ? state.Hasher.Bytes(key) : null;
        if (once is not null && IsRepeated(message, once))
        {
            message.IsDuplicate = true;
            return false;
        }

        message.IsDuplicate = message.DedupeHash != 0 && (!_keys.Add(message.DedupeHash) || state.Keys.Contains(message.DedupeHash, message.ProviderTime, now));
        if (message.IsDuplicate)
        {
            return false;
        }

        message.Position = state.Tail + _stored.Count + 1;
        message.Id = new Contracts.Identity.MessageId(message.ReceivedUtc.ToUnixTimeMilliseconds(), state.Main.Epoch, message.Position);
        Today.Writer.Begin();
        Today.Writer.Insert(message);
        if (once is not null)
        {
            Today.Writer.Sends.InsertOnce(once, message);
        }

        _stored.Add(message);
        _allWait &= Waits(message);
        if (message.ProviderTime is { } time && time > now)
        {
            _newestMs = Math.Max(_newestMs, time.ToUnixTimeMilliseconds());
        }

        return true;
    }

    /// <summary>Records what happened to a send, today, whenever it was stored.</summary>
    public void Trace(TraceEntry entry)
    {
        if (entry.Message.Epoch == state.Main.Epoch) // another store's send would be taken for one of ours
        {
            Today.Writer.Begin();
            Today.Writer.Sends.InsertTrace(entry, entry.ProviderKey is { } key ? state.Hasher.Bytes(key) : []);
        }
    }

    public void Settle(in Settlement settlement)
    {
        if (settlement.Trace is { } trace)
        {
            Trace(trace);
        }

        if (state.Days.Of(settlement.Message.Position) is { } file)
        {
            file.Writer.Begin();
            file.Writer.Settle(settlement, NowMs);
        }
    }

    /// <summary>Runs once everything is durable: what is in memory follows what is on the disk.</summary>
    public void AfterCommit(Action work) => (_afterCommit ??= []).Add(work);

    /// <summary>Commits every file that was begun: the audit first, then today, then older days.</summary>
    public void Commit()
    {
        var records = WriteKeys();
        if (state.Main.IsBegun)
        {
            state.Main.Commit();
        }

        for (var i = state.Days.All.Count - 1; i >= 0; i--)
        {
            if (state.Days.All[i] is { Writer.IsBegun: true } file)
            {
                file.Writer.Commit();
                IsPartlyCommitted = true;
                state.Committed?.Invoke(this);
            }
        }

        if (_stored.Count > 0)
        {
            state.Keys.Learn(Today, _stored[0].Position, records, _newestMs);
            state.Tail = _stored[^1].Position;
        }

        _afterCommit?.ForEach(static work => work());
    }

    /// <summary>Marks a message as its append would when its once-key is known. Stores nothing.</summary>
    public bool Recall(QueuedMessage message) =>
        message.IsDuplicate = message.OnceKey is { } key && IsRepeated(message, state.Hasher.Bytes(key));

    private bool IsRepeated(QueuedMessage message, byte[] once)
    {
        var first = OnceKeys.Find(state.Days, once, message.ReceivedUtc);
        message.IsOnceConflict = first is { } same && same.Body != message.OnceBody;
        if (first is not { } known)
        {
            return false;
        }

        message.Id = new Contracts.Identity.MessageId(known.ReceivedMs, state.Main.Epoch, known.Position);
        return true;
    }

    private static bool Waits(QueuedMessage message) => message.ParkReason is null && message.Queue.Length > 0;

    private byte[] WriteKeys()
    {
        if (_stored.Count == 0)
        {
            return [];
        }

        var records = new byte[_stored.Count * KeyBlocks.RecordBytes];
        for (var i = 0; i < _stored.Count; i++)
        {
            KeyBlocks.WriteRecord(records.AsSpan(i * KeyBlocks.RecordBytes), _stored[i].DedupeHash, _stored[i].HistoryHash is not 0 and var history ? history : _stored[i].Conversation);
        }

        Today.Writer.InsertKeys(_stored[0].Position, _newestMs, records);
        return records;
    }
}
