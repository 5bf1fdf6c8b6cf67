using System.Security.Cryptography;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What outlives the days: the store's secret and epoch, the sums of dropped days, the audit log.</summary>
internal sealed class MainFile : IDisposable
{
    private const int EpochBytes = 2;
    private readonly string _path;
    private SqliteConnection _connection;
    private SqliteStatement _audit;

    private MainFile(string path)
    {
        _path = path;
        (_connection, _audit) = Connect(path);
        Secret = GetOrAdd("secret", KeyHasher.SecretBytes);
        Epoch = BitConverter.ToUInt16(GetOrAdd("epoch", EpochBytes));
    }

    public byte[] Secret { get; }

    public ushort Epoch { get; }

    public bool IsBegun { get; private set; }

    public static MainFile Open(string path) => new(path);

    public void Audit(AuditEntry entry)
    {
        Begin();
        _audit.Bind(1, entry.AtUtc.ToUnixTimeMilliseconds()).Bind(2, entry.Actor).Bind(3, entry.Action).Bind(4, entry.Target).Bind(5, entry.Result).Run();
    }

    /// <summary>Adds the sums of a day that is about to be dropped.</summary>
    public void AddPast(long sends, Tally tally)
    {
        Begin();
        _connection.Execute(FormattableString.Invariant(
            $"UPDATE past SET accepted = accepted + {tally.Accepted}, completed = completed + {tally.Completed}, dropped = dropped + {tally.Dropped}, expired = expired + {tally.Expired} WHERE sends = {sends}"));
    }

    public Tally ReadPast(bool sends)
    {
        using var connection = SqliteConnection.OpenForReading(_path);
        using var rows = connection.Prepare("SELECT accepted, completed, dropped, expired FROM past WHERE sends = ?1");
        rows.Bind(1, sends ? 1 : 0);
        return rows.Step()
            ? new Tally { Accepted = rows.Long(0), Completed = rows.Long(1), Dropped = rows.Long(2), Expired = rows.Long(3) }
            : default;
    }

    public List<AuditEntry> ReadAudit(int limit)
    {
        using var connection = SqliteConnection.OpenForReading(_path);
        using var rows = connection.Prepare("SELECT at, actor, action, target, result FROM audit ORDER BY id DESC LIMIT ?1");
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

    public string? FindAlias(ReadOnlySpan<byte> hash)
    {
        using var connection = SqliteConnection.OpenForReading(_path);
        using var rows = connection.Prepare("SELECT contact FROM alias WHERE hash = ?1");
        rows.Bind(1, hash);
        return rows.Step() ? rows.Text(0) : null;
    }

    public void Commit()
    {
        _connection.Execute("COMMIT");
        IsBegun = false;
    }

    public void Abandon()
    {
        if (IsBegun && SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _connection.Execute("ROLLBACK");
        }

        IsBegun = false;
    }

    public void Reopen()
    {
        IsBegun = false;
        _connection.Dispose();
        (_connection, _audit) = Connect(_path);
        _connection.Checkpoint(truncate: true);
    }

    public void Dispose() => _connection.Dispose();

    private static (SqliteConnection Connection, SqliteStatement Audit) Connect(string path)
    {
        var connection = SqliteConnection.OpenForWriting(path);
        try
        {
            SchemaScripts.BringForward(connection, SchemaScripts.Main, Path.GetFileName(path));
            return (connection, connection.Prepare("INSERT INTO audit(at, actor, action, target, result) VALUES(?1, ?2, ?3, ?4, ?5)"));
        }
        catch
        {
            connection.Dispose();
            throw;
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

    private byte[] GetOrAdd(string name, int bytes)
    {
        using var add = _connection.Prepare("INSERT OR IGNORE INTO meta(name, value) VALUES(?1, ?2)");
        add.Bind(1, name).Bind(2, RandomNumberGenerator.GetBytes(bytes)).Run();
        using var read = _connection.Prepare("SELECT value FROM meta WHERE name = ?1");
        read.Bind(1, name);
        return read.Step() ? read.Blob(0).ToArray() : throw new StoreException($"The store has no {name}; restore {Path.GetFileName(_path)} from a snapshot.");
    }
}
