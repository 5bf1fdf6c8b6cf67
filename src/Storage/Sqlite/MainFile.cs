using System.Globalization;
using System.Security.Cryptography;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What outlives the days: the store's secret and epoch, the sums of dropped days, the audit log.</summary>
internal sealed class MainFile : IDisposable
{
    private const int EpochBytes = 2;
    private const int LogPages = 128; // 1 MiB: commits are rare here, so SQLite's own checkpoints do
    private readonly string _path;
    private readonly SqliteLookup _aliases;
    private SqliteConnection _connection;
    private SqliteStatement _audit;

    private MainFile(string path, bool isNew)
    {
        _path = path;
        _aliases = new SqliteLookup(path, "SELECT contact FROM alias WHERE hash = ?1");
        (_connection, _audit) = Connect(path, isNew);
        try
        {
            Secret = Get("secret", KeyHasher.SecretBytes, isNew);
            Epoch = BitConverter.ToUInt16(Get("epoch", EpochBytes, isNew));
            Settle(_connection, path); // a copy of the file alone has them too
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public byte[] Secret { get; }

    public ushort Epoch { get; }

    public bool IsBegun { get; private set; }

    /// <summary>Opens the file; it is made only when <paramref name="isNew"/> says that there are no messages yet that need it.</summary>
    public static MainFile Open(string path, bool isNew) => isNew || File.Exists(path)
        ? new MainFile(path, isNew)
        : throw Missing(path, "file");

    public void Audit(AuditEntry entry)
    {
        Begin();
        _audit.Bind(1, entry.AtUtc.ToUnixTimeMilliseconds()).Bind(2, entry.Actor).Bind(3, entry.Action).Bind(4, entry.Target).Bind(5, entry.Result).Run();
    }

    /// <summary>Adds the sums of a day that is about to be dropped, and the day, so that neither is counted again when the process dies before its file is gone.</summary>
    public void AddPast(DateOnly day, Tally events, Tally sends)
    {
        Begin();
        Add(0, events);
        Add(1, sends);
        _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO dropped VALUES({day.DayNumber})"));
    }

    /// <summary>Days whose sums are kept here and whose files are to be deleted.</summary>
    public List<DateOnly> Dropped()
    {
        using var rows = _connection.PrepareOnce("SELECT day FROM dropped");
        var days = new List<DateOnly>();
        while (rows.Step())
        {
            days.Add(DateOnly.FromDayNumber((int)rows.Long(0)));
        }

        return days;
    }

    /// <summary>Notes that the files of a dropped day are gone.</summary>
    public void EndDrop(DateOnly day) =>
        _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM dropped WHERE day = {day.DayNumber}"));

    public Tally ReadPast(bool sends)
    {
        using var connection = SqliteConnection.OpenForReading(_path);
        using var rows = connection.PrepareOnce("SELECT accepted, completed, dropped, expired FROM past WHERE sends = ?1");
        rows.Bind(1, sends ? 1 : 0);
        return rows.Step()
            ? new Tally { Accepted = rows.Long(0), Completed = rows.Long(1), Dropped = rows.Long(2), Expired = rows.Long(3) }
            : default;
    }

    public List<AuditEntry> ReadAudit(int limit)
    {
        using var connection = SqliteConnection.OpenForReading(_path);
        using var rows = connection.PrepareOnce("SELECT at, actor, action, target, result FROM audit ORDER BY id DESC LIMIT ?1");
        rows.Bind(1, limit);
        var entries = new List<AuditEntry>();
        while (rows.Step())
        {
            entries.Add(new AuditEntry(DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(0)), rows.Text(1)!, rows.Text(2)!, rows.Text(3)!, rows.Text(4)!));
        }

        return entries;
    }

    public void SaveAlias(ReadOnlySpan<byte> hash, string contact)
    {
        Begin();
        using var save = _connection.Prepare("INSERT OR REPLACE INTO alias(hash, contact) VALUES(?1, ?2)");
        save.Bind(1, hash).Bind(2, contact).Run();
    }

    public string? FindAlias(ReadOnlySpan<byte> hash) => _aliases.Find(hash, static rows => rows.Text(0));

    /// <summary>Saves a small value that is read and written as a whole.</summary>
    public void SaveMeta(string name, ReadOnlySpan<byte> value)
    {
        Begin();
        using var save = _connection.PrepareOnce("INSERT OR REPLACE INTO meta(name, value) VALUES(?1, ?2)");
        save.Bind(1, name).Bind(2, value).Run();
    }

    public byte[]? ReadMeta(string name)
    {
        using var connection = SqliteConnection.OpenForReading(_path);
        using var rows = connection.PrepareOnce("SELECT value FROM meta WHERE name = ?1");
        rows.Bind(1, name);
        return rows.Step() ? rows.Blob(0).ToArray() : null;
    }

    public void Commit()
    {
        _connection.Execute("COMMIT");
        IsBegun = false;
    }

    public void Abandon()
    {
        if (IsBegun && _connection.IsInTransaction)
        {
            _connection.Execute("ROLLBACK");
        }

        IsBegun = false;
    }

    public void Reopen()
    {
        IsBegun = false;
        _connection.Dispose();
        (_connection, _audit) = Connect(_path, mayBeNew: false);
    }

    public void Dispose()
    {
        _aliases.Dispose();
        _connection.Dispose();
    }

    private static (SqliteConnection Connection, SqliteStatement Audit) Connect(string path, bool mayBeNew)
    {
        var connection = SqliteConnection.OpenForWriting(path, mayBeNew);
        try
        {
            SchemaScripts.BringForward(connection, SchemaScripts.Main, Path.GetFileName(path));
            Settle(connection, path);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint={LogPages}"));
            return (connection, connection.Prepare("INSERT INTO audit(at, actor, action, target, result) VALUES(?1, ?2, ?3, ?4, ?5)"));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static StoreException Missing(string path, string what) =>
        new($"{path} has lost its {what}, without which stored messages would not be recognised when they come again. Restore it from a snapshot; or, to begin anew, move the days folder beside it away too.");

    private static void Settle(SqliteConnection connection, string path)
    {
        try
        {
            connection.SettleLog(path);
        }
        catch (StoreException error) when (SqliteError.IsFull(error))
        {
            // The log was synced before its first page was moved; what does not fit stays in it until there is space.
        }
    }

    private void Begin()
    {
        if (!IsBegun)
        {
            _connection.Execute("BEGIN IMMEDIATE");
            IsBegun = true;
        }
    }

    private void Add(int sends, Tally tally) => _connection.Execute(string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE past SET accepted = accepted + {tally.Accepted}, completed = completed + {tally.Completed}, dropped = dropped + {tally.Dropped}, expired = expired + {tally.Expired} WHERE sends = {sends}"));

    private byte[] Get(string name, int bytes, bool isNew)
    {
        if (isNew)
        {
            using var add = _connection.PrepareOnce("INSERT OR IGNORE INTO meta(name, value) VALUES(?1, ?2)");
            add.Bind(1, name).Bind(2, RandomNumberGenerator.GetBytes(bytes)).Run();
        }

        using var read = _connection.PrepareOnce("SELECT value FROM meta WHERE name = ?1");
        read.Bind(1, name);
        return read.Step() ? read.Blob(0).ToArray() : throw Missing(_path, name);
    }
}
