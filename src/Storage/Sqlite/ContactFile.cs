using Relevo.LoadBalancer.Contacts;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// The file of contacts, open. One thread at a time saves; any thread reads, on a connection of its own. Commits are not
/// synced one by one: a power cut takes the newest contacts and the checkpoint behind them back together.
/// </summary>
internal sealed class ContactFile : IDisposable
{
    private const int LookedAtPerSave = 256;
    private static readonly byte[] FirstKey = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _save;
    private readonly SqliteLookup _lookup;
    private byte[] _sweptTo = FirstKey;

    private ContactFile(string path, SqliteConnection connection)
    {
        _connection = connection;
        _lookup = new SqliteLookup(path, "SELECT value FROM contact WHERE key = ?1");
        _save = connection.Prepare("INSERT OR REPLACE INTO contact(key, touched, value) VALUES(?1, ?2, ?3)");
    }

    /// <summary>Opens the file or makes it.</summary>
    public static ContactFile Open(string path)
    {
        var connection = SqliteConnection.OpenForWriting(path, mayBeNew: true);
        try
        {
            connection.Execute("PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=256");
            SchemaScripts.BringForward(connection, SchemaScripts.Contacts, Path.GetFileName(path));
            return new ContactFile(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The position that was saved last; 0 when none was, or by another store.</summary>
    public long ReadCheckpoint(ushort epoch) =>
        _connection.Scalar(FormattableString.Invariant($"SELECT position FROM checkpoint WHERE epoch = {epoch}"));

    public ContactRecord? Find(string contactKey, byte[] key) => _lookup.Find(key, rows => ContactBlob.Read(contactKey, rows.Blob(0)));

    /// <summary>Saves contacts and the checkpoint in one commit, and drops some of what was not touched since a time.</summary>
    public void Save(IEnumerable<(byte[] Key, ContactRecord Contact)> contacts, long checkpoint, ushort epoch, DateTimeOffset now, DateTimeOffset oldest)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var (key, contact) in contacts)
            {
                _save.Bind(1, key).Bind(2, now.ToUnixTimeSeconds()).Bind(3, ContactBlob.Write(contact)).Run();
            }

            _connection.Execute(FormattableString.Invariant($"INSERT OR REPLACE INTO checkpoint(id, epoch, position) VALUES(1, {epoch}, {checkpoint})"));
            var sweptTo = Sweep(oldest.ToUnixTimeSeconds());
            _connection.Execute("COMMIT");
            _sweptTo = sweptTo;
        }
        catch
        {
            if (_connection.IsInTransaction)
            {
                _connection.Execute("ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Forgets everything: it was learned from another store.</summary>
    public void Clear() => _connection.Execute("BEGIN IMMEDIATE; DELETE FROM contact; DELETE FROM checkpoint; COMMIT");

    public bool IsOfAnother(ushort epoch) =>
        _connection.Scalar(FormattableString.Invariant($"SELECT count(*) FROM checkpoint WHERE epoch <> {epoch}")) > 0;

    public void Dispose()
    {
        _lookup.Dispose();
        _connection.Dispose();
    }

    // Walks through the whole file in the order of its keys, a bounded number of rows each time.
    private byte[] Sweep(long oldest)
    {
        byte[] last = FirstKey;
        var old = new List<byte[]>();
        using (var rows = _connection.PrepareOnce("SELECT key, touched FROM contact WHERE key > ?1 ORDER BY key LIMIT ?2"))
        {
            rows.Bind(1, _sweptTo).Bind(2, LookedAtPerSave);
            var looked = 0;
            for (; rows.Step(); looked++)
            {
                last = rows.Blob(0).ToArray();
                if (rows.Long(1) < oldest)
                {
                    old.Add(last);
                }
            }

            last = looked < LookedAtPerSave ? FirstKey : last;
        }

        using var drop = _connection.PrepareOnce("DELETE FROM contact WHERE key = ?1");
        foreach (var key in old)
        {
            drop.Bind(1, key).Run();
        }

        return last;
    }
}
