using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>The writing side of what a day's file keeps for sends only: traces, once-keys, moves. Used by the writer's thread, inside the file's transaction.</summary>
internal sealed class DaySends(SqliteConnection connection, NameTable names)
{
    private readonly SqliteStatement _trace = connection.Prepare("INSERT OR IGNORE INTO trace(position, at, kind, number, answer, provider_key) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    private readonly SqliteStatement _sent = connection.Prepare("INSERT OR REPLACE INTO sent(key, position, time) VALUES(?1, ?2, ?3)");
    private readonly SqliteStatement _once = connection.Prepare("INSERT OR REPLACE INTO once(key, position, received, body) VALUES(?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _findOnce = connection.Prepare("SELECT position, received, body FROM once WHERE key = ?1");
    private readonly SqliteStatement _history = connection.Prepare("INSERT INTO history(position, conversation) VALUES(?1, ?2)");
    private readonly SqliteStatement _moveWaiting = connection.Prepare("UPDATE waiting SET queue = ?4, due = 0 WHERE queue = ?1 AND priority = ?2 AND position = ?3");
    private readonly SqliteStatement _moveMessage = connection.Prepare("UPDATE message SET queue = ?2 WHERE position = ?1");

    /// <summary>
    /// Makes the index by which a conversation of sends is read as a whole, when the file has none. It names the queue, so
    /// that events pay nothing for it; a file that is older than it may know the queue under any number.
    /// </summary>
    public static void MakeIndex(SqliteConnection connection, NameTable names)
    {
        if (connection.Scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'of_conversation'") > 0)
        {
            return;
        }

        connection.Execute("BEGIN IMMEDIATE");
        var queue = names.IdOrNew(Queues.Sends);
        connection.Execute(FormattableString.Invariant($"CREATE INDEX of_conversation ON waiting(conversation, position) WHERE queue = {queue}"));
        connection.Execute("COMMIT");
    }

    /// <summary>Records what happened to a send, of this day or an earlier one, once.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="key">Hash of its provider key; empty when it has none.</param>
    public void InsertTrace(TraceEntry entry, ReadOnlySpan<byte> key)
    {
        _trace.Bind(1, entry.Message.Position).Bind(2, entry.AtUtc.UtcTicks).Bind(3, (long)entry.Kind).Bind(4, names.IdOrNew(entry.Number))
            .Bind(5, entry.Answer).Bind(6, entry.ProviderKey).Run();
        if (!key.IsEmpty)
        {
            _sent.Bind(1, key).Bind(2, entry.Message.Position).Bind(3, entry.Message.TimeMs).Run();
        }
    }

    public void InsertOnce(ReadOnlySpan<byte> key, QueuedMessage message) =>
        _once.Bind(1, key).Bind(2, message.Position).Bind(3, message.Id.TimeMs).Bind(4, (long)message.OnceBody).Run();

    /// <summary>The first message that came with a key, the transaction at hand included; null when this file knows none.</summary>
    public OnceRecord? FindOnce(ReadOnlySpan<byte> key)
    {
        _findOnce.Bind(1, key);
        OnceRecord? found = _findOnce.Step() ? new OnceRecord(_findOnce.Long(0), _findOnce.Long(1), (ulong)_findOnce.Long(2)) : null;
        _findOnce.Reset();
        return found;
    }

    /// <summary>Keeps under which conversation a message is found that is not found under its lane, for when it is put back.</summary>
    public void InsertHistory(long position, ulong conversation) => _history.Bind(1, position).Bind(2, (long)conversation).Run();

    /// <summary>Moves a waiting message into another queue, due at once.</summary>
    /// <returns>False when it does not wait in the first one.</returns>
    public bool Move(QueuedMessage message, string from)
    {
        var queue = names.IdOrNew(message.Queue);
        _moveWaiting.Bind(1, names.IdOrNew(from)).Bind(2, (long)message.Priority).Bind(3, message.Position).Bind(4, queue).Run();
        if (connection.Changes == 0)
        {
            return false;
        }

        _moveMessage.Bind(1, message.Position).Bind(2, queue).Run();
        return true;
    }
}
