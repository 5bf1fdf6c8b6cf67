using SQLitePCL;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// One connection to one database file, straight on SQLite's C interface: a batch of inserts costs half of what it does
/// through ADO.NET. Used by one thread at a time.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    public const int PageBytes = 8192;
    private const int BusyMilliseconds = 2_000;
    private const long KeptLogBytes = 128 * 1024 * 1024; // a log that a slow reader made longer is cut to this when it starts over
    private readonly sqlite3 _database;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(sqlite3 database) => _database = database;

    public sqlite3 Handle => _database;

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_database);

    /// <summary>True while a transaction is open; SQLite ends one by itself after some errors.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>Pages that this connection wrote into the write-ahead log since <see cref="ForgetLogPages"/>.</summary>
    public int LogPages => CacheWrites(reset: 0);

    /// <summary>Opens a file, and makes it only when it may be new: one that was lost must not come back empty.</summary>
    public static SqliteConnection OpenForWriting(string path, bool mayBeNew)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READWRITE | (mayBeNew ? raw.SQLITE_OPEN_CREATE : 0));
        return connection.Prepared(opened =>
        {
            // The page size only takes effect on a new file. Checkpoints are ours: SQLite's own would run inside a commit.
            opened.Execute($"PRAGMA page_size={PageBytes}");
            if (!string.Equals(opened.Text("PRAGMA journal_mode=WAL"), "wal", StringComparison.Ordinal))
            {
                throw new QueueProcessor.Store.StoreException($"{path} cannot use a write-ahead log: its file system lacks shared memory or locks. Put Gateway.DataDirectory on a local disk.");
            }

            opened.Execute($"PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit={KeptLogBytes}; PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY");
        });
    }

    public static SqliteConnection OpenForReading(string path) =>
        Open(path, raw.SQLITE_OPEN_READWRITE)
            .Prepared(static opened => opened.Execute("PRAGMA query_only=1; PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=0"));

    /// <summary>A statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_database, sql, (uint)raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        SqliteError.ThrowIfNot(raw.SQLITE_OK, code, _database, "preparing a statement");
        var statement = new SqliteStatement(_database, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>A statement for one use; its user disposes it.</summary>
    public SqliteStatement PrepareOnce(string sql)
    {
        SqliteError.ThrowIfNot(raw.SQLITE_OK, raw.sqlite3_prepare_v2(_database, sql, out var handle), _database, "preparing a statement");
        return new SqliteStatement(_database, handle);
    }

    public void Execute(string sql) =>
        SqliteError.ThrowIfNot(raw.SQLITE_OK, raw.sqlite3_exec(_database, sql), _database, "running a statement");

    public long Scalar(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>Moves pages of the write-ahead log into the database without waiting for anybody.</summary>
    public void Checkpoint() => Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);

    /// <summary>Moves the whole log into the database and makes the next commit start it over, unless a reader uses it for longer than the patience.</summary>
    /// <returns>False when a reader was in the way.</returns>
    public bool TryRestartLog(bool truncate, TimeSpan patience)
    {
        raw.sqlite3_busy_timeout(_database, (int)patience.TotalMilliseconds);
        try
        {
            return Checkpoint(truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_RESTART);
        }
        finally
        {
            raw.sqlite3_busy_timeout(_database, BusyMilliseconds);
        }
    }

    /// <summary>Moves the whole log into the database and empties it, waiting for readers for a while.</summary>
    public void SettleLog(string path)
    {
        if (!Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE))
        {
            throw new QueueProcessor.Store.StoreException($"The log of {Path.GetFileName(path)} cannot be moved into it: another program reads the file. Close that program.");
        }
    }

    public void ForgetLogPages() => CacheWrites(reset: 1);

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private bool Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_database, "main", mode, out var inLog, out var moved);
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY))
        {
            throw SqliteError.Create(code, _database, "moving the log into the database");
        }

        return code == raw.SQLITE_OK && inLog == moved;
    }

    private string? Text(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    private SqliteConnection Prepared(Action<SqliteConnection> prepare)
    {
        try
        {
            prepare(this);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private int CacheWrites(int reset)
    {
        const int cacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE: pages written into the log
        raw.sqlite3_db_status(_database, cacheWrite, out var pages, out _, reset);
        return pages;
    }

    private static SqliteConnection Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var database, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var error = SqliteError.Create(code, database, "opening " + Path.GetFileName(path));
            database?.Dispose();
            throw error;
        }

        raw.sqlite3_busy_timeout(database, BusyMilliseconds);

        // Closing must never write: after a failed sync the log is judged by reading it again, not by copying it on.
        raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        return new SqliteConnection(database);
    }
}
