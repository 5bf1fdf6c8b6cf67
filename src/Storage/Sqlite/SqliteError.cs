using Relevo.QueueProcessor.Store;
using SQLitePCL;

namespace Relevo.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into sentences for operators.</summary>
internal static class SqliteError
{
    private const int PrimaryMask = 0xff;

    public static void ThrowIfNot(int expected, int code, sqlite3? database, string doing)
    {
        if (code != expected)
        {
            throw Create(code, database, doing);
        }
    }

    public static StoreException Create(int code, sqlite3? database, string doing)
    {
        var extended = database is null ? code : raw.sqlite3_extended_errcode(database);
        var file = database is null ? null : Path.GetFileName(raw.sqlite3_db_filename(database, "main").utf8_to_string());
        return new StoreException($"The store failed while {doing}{(string.IsNullOrEmpty(file) ? "" : " in " + file)}: {Sentence(code & PrimaryMask)} (SQLite code {extended}).") { HResult = code & PrimaryMask };
    }

    /// <summary>True when the disk was full: SQLite has rolled back by itself and the file is as it was.</summary>
    public static bool IsFull(StoreException error) => error.HResult == raw.SQLITE_FULL;

    /// <summary>True when the file itself is not what SQLite wrote.</summary>
    public static bool IsDamage(StoreException error) => error.HResult is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private static string Sentence(int code) => code switch
    {
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_IOERR => "the disk reported an error",
        raw.SQLITE_READONLY => "the file system is read-only",
        raw.SQLITE_CANTOPEN => "the file cannot be opened; check that the data directory exists and may be written",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "the file is damaged; restore it from a snapshot",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "the file is locked by another program",
        raw.SQLITE_NOMEM => "memory ran out",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => "permission was refused",
        _ => "an unexpected error",
    };
}
