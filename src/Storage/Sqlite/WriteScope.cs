using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>One commit on its way: which files it has begun, what it stored. Lives on the writer's thread.</summary>
internal sealed class WriteScope(StoreState state, DateTimeOffset now)
{
    private readonly List<QueuedMessage> _stored = [];
    private readonly HashSet<UInt128> _keys = [];

    public DateTimeOffset Now => now;

    public long NowMs { get; } = now.ToUnixTimeMilliseconds();

    public StoreState State => state;

    public DayFile Today { get; } = state.Days.Today(DateOnly.FromDateTime(now.UtcDateTime), state.Tail + 1);

    /// <summary>What this commit adds, in order.</summary>
    public List<QueuedMessage> Stored => _stored;

    /// <summary>Stores a message unless its key is known, here or in the store.</summary>
    /// <returns>False for a duplicate.</returns>
    public bool Append(QueuedMessage message)
    {
        if (message.DedupeHash != 0 && (!_keys.Add(message.DedupeHash) || state.Keys.Contains(message.DedupeHash, message.ProviderTime, now)))
        {
            message.IsDuplicate = true;
            return false;
        }

        message.Position = state.Tail + _stored.Count + 1;
        message.Id = new Contracts.Identity.MessageId(message.ReceivedUtc.ToUnixTimeMilliseconds(), state.Main.Epoch, message.Position);
        Today.Writer.Begin();
        Today.Writer.Insert(message);
        _stored.Add(message);
        return true;
    }

    public void Settle(in Settlement settlement)
    {
        if (state.Days.Of(settlement.Message.Position) is { } file)
        {
            file.Writer.Begin();
            file.Writer.Settle(settlement, NowMs);
        }
    }

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
            if (state.Days.All[i].Writer is { IsBegun: true } writer)
            {
                writer.Commit();
            }
        }

        if (_stored.Count > 0)
        {
            state.Keys.Learn(Today, _stored[0].Position, records, NowMs);
            state.Tail = _stored[^1].Position;
        }
    }

    private byte[] WriteKeys()
    {
        if (_stored.Count == 0)
        {
            return [];
        }

        var records = new byte[_stored.Count * KeyBlocks.RecordBytes];
        for (var i = 0; i < _stored.Count; i++)
        {
            KeyBlocks.WriteRecord(records.AsSpan(i * KeyBlocks.RecordBytes), _stored[i].DedupeHash, _stored[i].Conversation);
        }

        Today.Writer.InsertKeys(_stored[0].Position, records);
        return records;
    }
}
