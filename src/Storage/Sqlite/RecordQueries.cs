using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Looks messages of one file up for people and programs.</summary>
internal static class RecordQueries
{
    private const string Columns = """
        m.position, m.queue, m.number, m.kind, m.received, w.due, coalesce(w.attempts, p.attempts, 0), p.at, coalesce(p.reason, e.reason), p.answer, e.state
        FROM message m LEFT JOIN waiting w ON w.queue = m.queue AND w.priority = m.priority AND w.position = m.position
        LEFT JOIN parked p ON p.position = m.position LEFT JOIN ended e ON e.position = m.position
        """;

    /// <summary>Messages after a position in their order, with payloads.</summary>
    public static List<MessageRecord> From(DayReader reader, long after, int limit, ushort epoch, long nowMs)
    {
        using var rows = reader.Connection.PrepareOnce($"SELECT {Columns} WHERE m.position > ?1 ORDER BY m.position LIMIT ?2");
        rows.Bind(1, after).Bind(2, limit);
        var found = new List<MessageRecord>();
        while (rows.Step())
        {
            found.Add(WithPayload(reader, Read(reader, rows, epoch, nowMs)));
        }

        return found;
    }

    public static List<string> WaitingQueues(DayReader reader)
    {
        var found = new List<string>();
        using var any = reader.Connection.PrepareOnce("SELECT 1 FROM waiting WHERE queue = ?1 LIMIT 1");
        foreach (var (name, id) in reader.Names.All())
        {
            any.Bind(1, id);
            if (any.Step())
            {
                found.Add(name);
            }

            any.Reset();
        }

        return found;
    }

    public static MessageRecord? Find(DayReader reader, MessageId id, long nowMs)
    {
        using var rows = reader.Connection.PrepareOnce($"SELECT {Columns} WHERE m.position = ?1");
        rows.Bind(1, id.Position);
        if (!rows.Step() || rows.Long(4) != id.TimeMs)
        {
            return null;
        }

        return WithPayload(reader, Read(reader, rows, id.Epoch, nowMs));
    }

    public static QueuedMessage? FindParked(DayReader reader, MessageId id)
    {
        using var rows = reader.Connection.PrepareOnce(
            "SELECT queue, number, kind, priority, message.conversation, received, history.conversation FROM message JOIN parked USING(position) LEFT JOIN history USING(position) WHERE position = ?1");
        rows.Bind(1, id.Position);
        return rows.Step() && rows.Long(5) == id.TimeMs
            ? new QueuedMessage
            {
                Position = id.Position,
                Queue = reader.Names.Text(rows.Long(0)),
                Number = reader.Names.Text(rows.Long(1)),
                Kind = (EventKind)rows.Long(2),
                Priority = (Priority)rows.Long(3),
                Conversation = (ulong)rows.Long(4),
                ReceivedUtc = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(5)),
                HistoryHash = (ulong)rows.Long(6),
                Payload = reader.Payload(id.Position),
            }
            : null;
    }

    public static List<MessageRecord> ListParked(DayReader reader, long after, int limit, ushort epoch, long nowMs)
    {
        using var rows = reader.Connection.PrepareOnce($"SELECT {Columns} WHERE m.position IN (SELECT position FROM parked WHERE position > ?1 ORDER BY position LIMIT ?2) ORDER BY m.position");
        rows.Bind(1, after).Bind(2, limit);
        var found = new List<MessageRecord>();
        while (rows.Step())
        {
            found.Add(Read(reader, rows, epoch, nowMs));
        }

        return found;
    }

    public static MessageRecord? At(DayReader reader, long position, ushort epoch, long nowMs)
    {
        using var rows = reader.Connection.PrepareOnce($"SELECT {Columns} WHERE m.position = ?1");
        rows.Bind(1, position);
        return rows.Step() ? WithPayload(reader, Read(reader, rows, epoch, nowMs)) : null;
    }

    private static MessageRecord WithPayload(DayReader reader, MessageRecord record) =>
        reader.Payload(record.Id.Position) is { Length: > 0 } payload ? record with { Payload = payload.AsMemory(1) } : record;

    private static MessageRecord Read(DayReader reader, SqliteStatement row, ushort epoch, long nowMs)
    {
        var received = row.Long(4);
        return new MessageRecord(
            new MessageId(received, epoch, row.Long(0)),
            reader.Names.Text(row.Long(1)),
            reader.Names.Text(row.Long(2)),
            (EventKind)row.Long(3),
            DateTimeOffset.FromUnixTimeMilliseconds(received),
            StateOf(row, nowMs),
            (int)row.Long(6),
            row.Text(8),
            row.Text(9),
            row.IsNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Long(7)),
            default);
    }

    private static MessageState StateOf(SqliteStatement row, long nowMs) =>
        !row.IsNull(7) ? MessageState.Parked
        : !row.IsNull(10) ? (MessageState)row.Long(10)
        : row.IsNull(5) ? MessageState.Completed
        : row.Long(5) <= nowMs ? MessageState.Waiting
        : MessageState.Delayed;
}
