using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>The writing side of one day's file. Used by the writer's thread only.</summary>
internal sealed class DayWriter : IDisposable
{
    private const string Origin = "SELECT first FROM origin WHERE id = 1";
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private long _keptLogBytes;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _message;
    private readonly SqliteStatement _waiting;
    private readonly SqliteStatement _parked;
    private readonly SqliteStatement _done;
    private readonly SqliteStatement _later;
    private readonly SqliteStatement _ended;
    private readonly SqliteStatement _keys;
    private readonly SqliteStatement _tally;
    private readonly SqliteStatement _keyBlock;
    private readonly Tally[] _tallies = new Tally[2];

    private DayWriter(SqliteConnection connection, string path, long nextPosition)
    {
        _connection = connection;
        _path = path;
        First = FirstOrNew(nextPosition);
        Names = new NameTable(connection);
        DaySends.MakeIndex(connection, Names);
        Sends = new DaySends(connection, Names);
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _message = connection.Prepare("INSERT INTO message(position, queue, priority, number, kind, conversation, received, payload) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _waiting = connection.Prepare("INSERT INTO waiting(queue, priority, position, conversation, number, kind, received, due, attempts, deaths, trouble) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
        _parked = connection.Prepare("INSERT INTO parked(position, attempts, at, reason, answer) VALUES(?1, ?2, ?3, ?4, ?5)");
        _done = connection.Prepare("DELETE FROM waiting WHERE queue = ?1 AND priority = ?2 AND position = ?3");
        _later = connection.Prepare("UPDATE waiting SET due = ?4, attempts = ?5, deaths = ?6, trouble = ?7 WHERE queue = ?1 AND priority = ?2 AND position = ?3");
        _ended = connection.Prepare("INSERT INTO ended(position, state, at, reason) VALUES(?1, ?2, ?3, ?4)");
        _keys = connection.Prepare("INSERT INTO batch(first, newest, keys) VALUES(?1, ?2, ?3)");
        _keyBlock = connection.Prepare("SELECT data FROM key_block WHERE id = ?1");
        _tally = connection.Prepare("UPDATE tally SET accepted = accepted + ?2, completed = completed + ?3, dropped = dropped + ?4, expired = expired + ?5 WHERE sends = ?1");
    }

    /// <summary>First position that the file may hold.</summary>
    public long First { get; }

    public NameTable Names { get; }

    /// <summary>What it keeps for sends only.</summary>
    public DaySends Sends { get; }

    public bool IsBegun { get; private set; }

    public SqliteConnection Connection => _connection;

    /// <summary>Opens a file, or makes it when it may be new; a new one begins at <paramref name="nextPosition"/>.</summary>
    public static DayWriter Open(string path, long nextPosition, bool mayBeNew)
    {
        var connection = SqliteConnection.OpenForWriting(path, mayBeNew);
        try
        {
            SchemaScripts.BringForward(connection, SchemaScripts.Day, Path.GetFileName(path));
            return new DayWriter(connection, path, nextPosition);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public long LastPosition() => _connection.Scalar("SELECT coalesce(max(position), 0) FROM message");

    /// <summary>Bytes in the log since it last started over.</summary>
    public long LogBytes => _keptLogBytes + ((long)_connection.LogPages * SqliteConnection.PageBytes);

    /// <summary>Moves what is left in the log into the database, so that the next commit starts it over.</summary>
    /// <returns>False when a reader was in the way.</returns>
    public bool TryRestartLog(bool truncate, TimeSpan patience)
    {
        if (!_connection.TryRestartLog(truncate, patience))
        {
            return false;
        }

        _connection.ForgetLogPages();
        _keptLogBytes = 0;
        return true;
    }

    /// <summary>Leaves a log as it was found, and makes sure by a commit of nothing that it is on the disk.</summary>
    public void KeepLog(long bytes)
    {
        _keptLogBytes = bytes;
        Probe(0);
        Commit();
    }

    /// <summary>Moves the whole log into the database, so that nothing rests on a log of which the last sync may never have come.</summary>
    public void SettleLog() => _connection.SettleLog(_path);

    public void Begin()
    {
        if (!IsBegun)
        {
            _begin.Run();
            IsBegun = true;
        }
    }

    public void Commit()
    {
        for (var sends = 0; sends < _tallies.Length; sends++)
        {
            var tally = _tallies[sends];
            if (!tally.IsEmpty)
            {
                _tally.Bind(1, sends).Bind(2, tally.Accepted).Bind(3, tally.Completed).Bind(4, tally.Dropped).Bind(5, tally.Expired).Run();
            }
        }

        Array.Clear(_tallies);
        _commit.Run();
        IsBegun = false;
    }

    /// <summary>Forgets a transaction that failed. SQLite may have rolled it back already.</summary>
    public void Abandon()
    {
        if (IsBegun && _connection.IsInTransaction)
        {
            _connection.Execute("ROLLBACK");
        }

        IsBegun = false;
        Array.Clear(_tallies);
        Names.Forget();
    }

    /// <summary>Stores a message as waiting, parked, or done at once when no application takes it.</summary>
    public void Insert(QueuedMessage message)
    {
        var queue = Names.IdOrNew(message.Queue);
        var number = Names.IdOrNew(message.Number);
        var received = message.ReceivedUtc.ToUnixTimeMilliseconds();
        _message.Bind(1, message.Position).Bind(2, queue).Bind(3, (long)message.Priority).Bind(4, number)
            .Bind(5, (long)message.Kind).Bind(6, (long)message.Conversation).Bind(7, received).Bind(8, message.Payload.Span).Run();
        ref var tally = ref _tallies[IsSend(message)];
        tally.Accepted++;
        if (message.ParkReason is { } reason)
        {
            _parked.Bind(1, message.Position).Bind(2, message.Attempts).Bind(3, received).Bind(4, reason).Bind(5, (string?)null).Run();
        }
        else if (message.Queue.Length == 0)
        {
            tally.Completed++;
        }
        else
        {
            _waiting.Bind(1, queue).Bind(2, (long)message.Priority).Bind(3, message.Position).Bind(4, (long)message.Conversation)
                .Bind(5, number).Bind(6, (long)message.Kind).Bind(7, received).Bind(8, DueMs(message))
                .Bind(9, message.Attempts).Bind(10, message.Deaths).Bind(11, message.TroubleMs).Run();
        }

        if (message.HistoryHash != 0)
        {
            Sends.InsertHistory(message.Position, message.HistoryHash);
        }
    }

    /// <summary>Saves the keys of the messages that one commit stored, 24 bytes each in the order of their positions.</summary>
    public void InsertKeys(long first, long newestMs, ReadOnlySpan<byte> records) => _keys.Bind(1, first).Bind(2, newestMs).Bind(3, records).Run();

    public void Settle(in Settlement settlement, long nowMs)
    {
        var message = settlement.Message;
        if (settlement.Kind == SettlementKind.Retry)
        {
            _later.Bind(1, Names.IdOrNew(message.Queue)).Bind(2, (long)message.Priority).Bind(3, message.Position)
                .Bind(4, DueMs(message)).Bind(5, message.Attempts).Bind(6, message.Deaths).Bind(7, message.TroubleMs).Run();
            return;
        }

        _done.Bind(1, Names.IdOrNew(message.Queue)).Bind(2, (long)message.Priority).Bind(3, message.Position).Run();
        if (_connection.Changes == 0)
        {
            return; // ended before: the same end may be written again after a failed commit
        }

        ref var tally = ref _tallies[IsSend(message)];
        switch (settlement.Kind)
        {
            case SettlementKind.Complete:
                tally.Completed++;
                break;
            case SettlementKind.Park:
                _parked.Bind(1, message.Position).Bind(2, message.Attempts).Bind(3, nowMs).Bind(4, settlement.Reason).Bind(5, settlement.Answer).Run();
                break;
            default:
                tally.Expired++;
                _ended.Bind(1, message.Position).Bind(2, (long)MessageState.Expired).Bind(3, nowMs).Bind(4, settlement.Reason).Run();
                break;
        }
    }

    public bool IsParked(long position) =>
        _connection.Scalar(FormattableString.Invariant($"SELECT count(*) FROM parked WHERE position = {position}")) > 0;

    /// <summary>Takes a dead letter out, leaving a note of how.</summary>
    public void EndParked(long position, MessageState state, bool isSend, long nowMs, string reason)
    {
        Begin();
        _connection.Execute(FormattableString.Invariant($"DELETE FROM parked WHERE position = {position}"));
        _ended.Bind(1, position).Bind(2, (long)state).Bind(3, nowMs).Bind(4, reason).Run();
        ref var tally = ref _tallies[isSend ? 1 : 0];
        if (state == MessageState.Completed)
        {
            tally.Completed++;
        }
        else
        {
            tally.Dropped++; // a retried one goes on under a new id, which counts as accepted
        }
    }

    public void InsertBlock(string table, long id, byte[] data)
    {
        Begin();
        using var insert = _connection.PrepareOnce($"INSERT OR REPLACE INTO {table}(id, data) VALUES(?1, ?2)");
        insert.Bind(1, id).Bind(2, data).Run();
    }

    /// <summary>Makes a segment valid: from here on the records up to its last position are not read any more.</summary>
    public void InsertSegment(KeySegment segment)
    {
        Begin();
        using var insert = _connection.PrepareOnce("INSERT INTO segment(id, first, last, newest, conversation_fences, key_fences, filter) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        insert.Bind(1, segment.Id).Bind(2, segment.First).Bind(3, segment.Last).Bind(4, segment.NewestMs)
            .Bind(5, segment.ConversationFences).Bind(6, segment.KeyFences).Bind(7, segment.Filter.Bits.Span).Run();
    }

    /// <summary>Drops records that a segment has replaced, a bounded number at a time.</summary>
    /// <returns>False when none are left.</returns>
    public bool DeleteSealedRecords(int limit)
    {
        Begin();
        _connection.Execute(FormattableString.Invariant(
            $"DELETE FROM batch WHERE first IN (SELECT first FROM batch WHERE first <= (SELECT coalesce(max(last), 0) FROM segment) ORDER BY first LIMIT {limit})"));
        return _connection.Changes == limit;
    }

    /// <summary>True when nothing in it waits or is parked.</summary>
    public bool IsIdle() => _connection.Scalar("SELECT (SELECT count(*) FROM (SELECT 1 FROM waiting LIMIT 1)) + (SELECT count(*) FROM (SELECT 1 FROM parked LIMIT 1))") == 0;

    public Tally ReadTally(int sends)
    {
        using var rows = _connection.PrepareOnce("SELECT accepted, completed, dropped, expired FROM tally WHERE sends = ?1");
        rows.Bind(1, sends);
        return rows.Step() ? new Tally { Accepted = rows.Long(0), Completed = rows.Long(1), Dropped = rows.Long(2), Expired = rows.Long(3) } : default;
    }

    /// <summary>True when a block of sealed keys holds a key.</summary>
    public bool KeyBlockHolds(long id, UInt128 key)
    {
        _keyBlock.Bind(1, id);
        if (!_keyBlock.Step())
        {
            throw new StoreException($"{Path.GetFileName(_path)} is damaged: sealed keys are missing. Restore it from a snapshot.");
        }

        var entries = _keyBlock.Blob(0);
        var place = KeyBlocks.LastNotAbove(entries, key);
        var holds = place >= 0 && KeyBlocks.Entry(entries, place) == key;
        _keyBlock.Reset();
        return holds;
    }

    public void AddDeath(long position)
    {
        Begin();
        _connection.Execute(FormattableString.Invariant(
            $"UPDATE waiting SET deaths = deaths + 1 WHERE (queue, priority, position) = (SELECT queue, priority, position FROM message WHERE position = {position})"));
    }

    public void Probe(long nowMs)
    {
        Begin();
        _connection.Execute(FormattableString.Invariant($"UPDATE probe SET at = {nowMs} WHERE id = 1"));
    }

    public void Dispose() => _connection.Dispose();

    private long FirstOrNew(long nextPosition)
    {
        var first = _connection.Scalar(Origin);
        if (first == 0)
        {
            _connection.Execute(FormattableString.Invariant($"INSERT INTO origin VALUES(1, {nextPosition})"));
        }

        return first == 0 ? nextPosition : first;
    }

    private static int IsSend(QueuedMessage message) => Queues.IsSend(message.Queue) ? 1 : 0;

    // 0 says that it has no due time. What waits for nothing but its time always has one, or it would wait for ever.
    private static long DueMs(QueuedMessage message) => message.Due != default || string.Equals(message.Queue, Queues.Scheduled, StringComparison.Ordinal)
        ? Math.Max(1, message.Due.ToUnixTimeMilliseconds())
        : 0;
}
