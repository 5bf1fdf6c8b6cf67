using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>The reading side of one day's file: one connection, used by one thread at a time.</summary>
internal sealed class DayReader : IDisposable
{
    private const int Priorities = 5;
    private const string WaitingColumns = "position, conversation, number, kind, received, due, attempts, deaths, trouble, priority";
    private readonly SqliteConnection _connection;
    private readonly NameTable _names;
    private readonly SqliteStatement _backlog;
    private readonly SqliteStatement _conversation;
    private readonly SqliteStatement _payload;
    private SqliteStatement? _sendConversation;
    private SqliteStatement? _due;
    private SqliteStatement? _nextDue;

    public DayReader(string path)
    {
        _connection = SqliteConnection.OpenForReading(path);
        try
        {
            _names = new NameTable(_connection);
            _backlog = _connection.Prepare($"SELECT {WaitingColumns} FROM waiting WHERE queue = ?1 AND priority = ?2 AND position > ?3 ORDER BY position LIMIT ?4");
            _conversation = _connection.Prepare($"SELECT {WaitingColumns} FROM waiting WHERE queue = ?1 AND priority IN (0, 1, 2, 3, 4) AND position BETWEEN ?2 AND ?3 AND conversation = ?4 ORDER BY position LIMIT ?5");
            _payload = _connection.Prepare("SELECT payload FROM message WHERE position = ?1");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public SqliteConnection Connection => _connection;

    public NameTable Names => _names;

    public void Backlog(string queue, Priority priority, long after, int limit, ushort epoch, List<QueuedMessage> into)
    {
        if (_names.TryFind(queue, out var id))
        {
            _backlog.Bind(1, id).Bind(2, (long)priority).Bind(3, after).Bind(4, limit);
            Collect(_backlog, queue, epoch, into);
        }
    }

    public void Conversation(string queue, ulong conversation, long from, long to, int limit, ushort epoch, List<QueuedMessage> into)
    {
        if (_names.TryFind(queue, out var id))
        {
            var rows = string.Equals(queue, Queues.Sends, StringComparison.Ordinal) ? _sendConversation ??= PrepareSendConversation(id) : _conversation;
            rows.Bind(1, id).Bind(2, from).Bind(3, to).Bind(4, (long)conversation).Bind(5, limit);
            Collect(rows, queue, epoch, into);
        }
    }

    /// <summary>Adds the earliest due of each priority, in no order.</summary>
    public void Due(string queue, long untilMs, int limit, ushort epoch, List<QueuedMessage> into)
    {
        if (_names.TryFind(queue, out var id))
        {
            _due ??= _connection.Prepare($"SELECT {WaitingColumns} FROM waiting WHERE queue = ?1 AND priority = ?2 AND due > 0 AND due <= ?3 ORDER BY due, position LIMIT ?4");
            for (var priority = 0; priority < Priorities; priority++)
            {
                _due.Bind(1, id).Bind(2, priority).Bind(3, untilMs).Bind(4, limit);
                Collect(_due, queue, epoch, into);
            }
        }
    }

    /// <summary>When the first of a queue is due, Unix milliseconds; null when none has a due time.</summary>
    public long? NextDue(string queue)
    {
        long? next = null;
        if (_names.TryFind(queue, out var id))
        {
            _nextDue ??= _connection.Prepare("SELECT due FROM waiting WHERE queue = ?1 AND priority = ?2 AND due > 0 ORDER BY due LIMIT 1");
            for (var priority = 0; priority < Priorities; priority++)
            {
                if (_nextDue.Bind(1, id).Bind(2, priority).Step())
                {
                    next = Math.Min(next ?? long.MaxValue, _nextDue.Long(0));
                }

                _nextDue.Reset();
            }
        }

        return next;
    }

    /// <summary>True when a message waits in the queue it names.</summary>
    public bool Waits(QueuedMessage message)
    {
        using var rows = _connection.PrepareOnce("SELECT 1 FROM waiting WHERE queue = ?1 AND priority = ?2 AND position = ?3");
        return _names.TryFind(message.Queue, out var id) && rows.Bind(1, id).Bind(2, (long)message.Priority).Bind(3, message.Position).Step();
    }

    public byte[]? Payload(long position)
    {
        _payload.Bind(1, position);
        var payload = _payload.Step() ? _payload.Blob(0).ToArray() : null;
        _payload.Reset();
        return payload;
    }

    /// <summary>Feeds the unsealed records of a range to a builder.</summary>
    /// <returns>The id that the next segment of this file shall have.</returns>
    public long ReadRecords(long first, long last, SegmentBuilder builder)
    {
        using var rows = _connection.PrepareOnce("SELECT first, keys FROM batch WHERE first BETWEEN ?1 AND ?2 ORDER BY first");
        rows.Bind(1, first).Bind(2, last);
        while (rows.Step())
        {
            builder.Add(rows.Long(0), rows.Blob(1));
        }

        return _connection.Scalar("SELECT coalesce(max(id), 0) + 1 FROM segment");
    }

    /// <summary>Runs reads on one unchanging picture of the file.</summary>
    public T AtOnce<T>(Func<T> reads)
    {
        _connection.Execute("BEGIN");
        try
        {
            return reads();
        }
        finally
        {
            _connection.Execute("ROLLBACK");
        }
    }

    public void Dispose() => _connection.Dispose();

    // The queue's number stands in the text: only so does SQLite see that the index over this queue alone will do.
    private SqliteStatement PrepareSendConversation(long queue) => _connection.Prepare(FormattableString.Invariant(
        $"SELECT {WaitingColumns} FROM waiting WHERE queue = {queue} AND queue = ?1 AND position BETWEEN ?2 AND ?3 AND conversation = ?4 ORDER BY position LIMIT ?5"));

    private void Collect(SqliteStatement rows, string queue, ushort epoch, List<QueuedMessage> into)
    {
        while (rows.Step())
        {
            var received = rows.Long(4);
            var due = rows.Long(5);
            into.Add(new QueuedMessage
            {
                Queue = queue,
                IsFromBacklog = true,
                Priority = (Priority)rows.Long(9),
                Position = rows.Long(0),
                Conversation = (ulong)rows.Long(1),
                Number = _names.Text(rows.Long(2)),
                Kind = (EventKind)rows.Long(3),
                ReceivedUtc = DateTimeOffset.FromUnixTimeMilliseconds(received),
                Due = due == 0 ? default : DateTimeOffset.FromUnixTimeMilliseconds(due),
                Attempts = (int)rows.Long(6),
                Deaths = (int)rows.Long(7),
                TroubleMs = rows.Long(8),
                Id = new MessageId(received, epoch, rows.Long(0)),
            });
        }
    }
}
