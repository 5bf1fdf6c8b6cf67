using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Reads over every day's file. Safe from any thread.</summary>
internal sealed class StoreQueries(StoreState state, TimeProvider time)
{
    private const int SentDays = 31; // no provider tells anything of a message that is older

    private ushort Epoch => state.Main.Epoch;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public List<QueuedMessage> Backlog(string queue, Priority priority, long after, int limit) =>
        Queues.IsSend(queue) ? state.Moves.Read(() => BacklogOf(queue, priority, after, limit)) : BacklogOf(queue, priority, after, limit);

    public List<QueuedMessage> Conversation(string queue, ulong conversation, long from, long to, int limit) =>
        Queues.IsSend(queue) ? state.Moves.Read(() => ConversationOf(queue, conversation, from, to, limit)) : ConversationOf(queue, conversation, from, to, limit);

    /// <summary>What is due of a queue: the earliest of each file, then of all.</summary>
    public List<QueuedMessage> Due(string queue, DateTimeOffset until, int limit)
    {
        var found = new List<QueuedMessage>();
        foreach (var file in state.Days.All)
        {
            file.Read(reader =>
            {
                reader.Due(queue, until.ToUnixTimeMilliseconds(), limit, Epoch, found);
                return true;
            }, gone: false);
        }

        return [.. found.OrderBy(message => message.Due).ThenBy(message => message.Position).Take(limit)];
    }

    public DateTimeOffset? NextDue(string queue)
    {
        var next = state.Days.All.Min(file => file.Read(reader => reader.NextDue(queue), gone: null));
        return next is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    public List<TraceEntry> Trace(MessageId id)
    {
        var found = new List<TraceEntry>();
        foreach (var file in id.Epoch == Epoch ? FilesWith(id.Position, long.MaxValue) : [])
        {
            file.Read(reader => SendQueries.Trace(reader, id, found), gone: false);
        }

        return [.. found.DistinctBy(entry => (entry.AtUtc, entry.Kind, entry.Number))]; // one that was written again at midnight stands in two files
    }

    public MessageId? Sent(string providerKey)
    {
        var key = state.Hasher.Bytes(providerKey);
        var oldest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-SentDays);
        var files = state.Days.All;
        for (var i = files.Count - 1; i >= 0 && files[i].Day >= oldest; i--)
        {
            if (files[i].Read(reader => SendQueries.Sent(reader, key, Epoch), gone: null) is { } id)
            {
                return id;
            }
        }

        return null;
    }

    public List<MessageRecord> From(long after, int limit)
    {
        var found = new List<MessageRecord>();
        foreach (var file in FilesWith(after + 1, long.MaxValue))
        {
            found.AddRange(file.Read(reader => RecordQueries.From(reader, after, limit - found.Count, Epoch, NowMs), gone: []));
            if (found.Count >= limit)
            {
                break;
            }
        }

        return found;
    }

    public bool LoadPayload(QueuedMessage message)
    {
        if (state.Days.Of(message.Position)?.Read(reader => reader.Payload(message.Position), gone: null) is not { } payload)
        {
            return false;
        }

        message.Payload = payload;
        return true;
    }

    public List<string> WaitingQueues() =>
        [.. state.Days.All.SelectMany(file => file.Read(RecordQueries.WaitingQueues, gone: [])).Distinct(StringComparer.Ordinal)];

    public StoreCounts Count(bool sends)
    {
        var now = NowMs;
        var sum = new CountSum(state.Main.ReadPast(sends));
        foreach (var file in state.Days.All)
        {
            file.Read(reader => reader.AtOnce(() => sum.Add(reader, sends, now)), gone: false);
        }

        return sum.ToCounts();
    }

    public MessageRecord? Find(MessageId id) =>
        id.Epoch == Epoch ? state.Days.Of(id.Position)?.Read(reader => RecordQueries.Find(reader, id, NowMs), gone: null) : null;

    /// <summary>A dead letter as a message that can be stored again, or null.</summary>
    public QueuedMessage? FindParkedMessage(MessageId id) =>
        id.Epoch == Epoch ? state.Days.Of(id.Position)?.Read(reader => RecordQueries.FindParked(reader, id), gone: null) : null;

    public List<MessageRecord> ListParked(MessageId? after, int limit)
    {
        var found = new List<MessageRecord>();
        foreach (var file in FilesWith((after?.Position ?? 0) + 1, long.MaxValue))
        {
            found.AddRange(file.Read(reader => RecordQueries.ListParked(reader, after?.Position ?? 0, limit - found.Count, Epoch, NowMs), gone: []));
            if (found.Count >= limit)
            {
                break;
            }
        }

        return found;
    }

    public List<MessageRecord> History(string conversationKey, MessageId? before, int limit)
    {
        var conversation = state.Hasher.Hash64(conversationKey);
        var last = (before?.Position ?? long.MaxValue) - 1;
        var found = new List<MessageRecord>();
        foreach (var file in FilesWith(1, last).Reverse())
        {
            found.AddRange(file.Read(reader => reader.AtOnce(() => HistoryQueries.Newest(reader, conversation, last, limit - found.Count, Epoch, NowMs)), gone: []));
            if (found.Count >= limit)
            {
                break;
            }
        }

        return found;
    }

    private List<QueuedMessage> BacklogOf(string queue, Priority priority, long after, int limit)
    {
        var found = new List<QueuedMessage>();
        foreach (var file in FilesWith(after + 1, long.MaxValue))
        {
            file.Read(reader =>
            {
                reader.Backlog(queue, priority, after, limit - found.Count, Epoch, found);
                return true;
            }, gone: false);
            if (found.Count >= limit)
            {
                break;
            }
        }

        return found;
    }

    private List<QueuedMessage> ConversationOf(string queue, ulong conversation, long from, long to, int limit)
    {
        var found = new List<QueuedMessage>();
        foreach (var file in FilesWith(from, to))
        {
            file.Read(reader =>
            {
                reader.Conversation(queue, conversation, from, to, limit - found.Count, Epoch, found);
                return true;
            }, gone: false);
            if (found.Count >= limit)
            {
                break;
            }
        }

        return found;
    }

    // Files hold rising ranges of positions, so only those that can hold [from, to] are opened.
    private IEnumerable<DayFile> FilesWith(long from, long to)
    {
        var files = state.Days.All;
        for (var i = 0; i < files.Count; i++)
        {
            var end = i + 1 < files.Count ? files[i + 1].First - 1 : long.MaxValue;
            if (files[i].First <= to && end >= from)
            {
                yield return files[i];
            }
        }
    }
}
