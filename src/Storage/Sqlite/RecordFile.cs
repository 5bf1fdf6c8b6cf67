using Relevo.Resilience.Records;

namespace Relevo.Storage.Sqlite;

/// <summary>The file of records, open. Used by one thread at a time; each change is one commit, synced before it returns.</summary>
internal sealed class RecordFile : IDisposable
{
    private const int LogPages = 128; // 1 MiB: commits are rare here, so SQLite's own checkpoints do
    private const string Columns = "SELECT name, at, json FROM record WHERE kind = ?1";
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _put;

    private RecordFile(SqliteConnection connection)
    {
        _connection = connection;
        _put = connection.Prepare("INSERT INTO record(kind, name, at, json) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(kind, name) DO UPDATE SET at = excluded.at, json = excluded.json");
    }

    /// <summary>Opens the file or makes it.</summary>
    public static RecordFile Open(string path)
    {
        var connection = SqliteConnection.OpenForWriting(path, mayBeNew: true);
        try
        {
            connection.Execute(FormattableString.Invariant($"PRAGMA wal_autocheckpoint={LogPages}"));
            SchemaScripts.BringForward(connection, SchemaScripts.Operations, Path.GetFileName(path));
            return new RecordFile(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Put(Record record) =>
        _put.Bind(1, record.Kind).Bind(2, record.Id).Bind(3, record.AtUtc.UtcTicks).Bind(4, record.Json).Run();

    public Record? Find(string kind, string id)
    {
        using var rows = _connection.PrepareOnce(Columns + " AND name = ?2");
        rows.Bind(1, kind).Bind(2, id);
        return rows.Step() ? Read(kind, rows) : null;
    }

    public List<Record> List(string kind, int limit)
    {
        using var rows = _connection.PrepareOnce(Columns + " ORDER BY at DESC, name DESC LIMIT ?2");
        rows.Bind(1, kind).Bind(2, limit);
        var records = new List<Record>();
        while (rows.Step())
        {
            records.Add(Read(kind, rows));
        }

        return records;
    }

    public void Remove(string kind, string id)
    {
        using var remove = _connection.PrepareOnce("DELETE FROM record WHERE kind = ?1 AND name = ?2");
        remove.Bind(1, kind).Bind(2, id).Run();
    }

    public void Trim(string kind, int keep)
    {
        using var trim = _connection.PrepareOnce("DELETE FROM record WHERE id IN (SELECT id FROM record WHERE kind = ?1 ORDER BY at DESC, name DESC LIMIT -1 OFFSET ?2)");
        trim.Bind(1, kind).Bind(2, keep).Run();
    }

    public void Dispose() => _connection.Dispose();

    // A time that no clock shows was not written by us.
    private static Record Read(string kind, SqliteStatement rows)
    {
        var ticks = Math.Clamp(rows.Long(1), DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks);
        return new Record(kind, rows.Text(0) ?? "", new DateTimeOffset(ticks, TimeSpan.Zero), rows.Text(2) ?? "");
    }
}
