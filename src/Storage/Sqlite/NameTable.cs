namespace Relevo.Storage.Sqlite;

/// <summary>Names of queues and numbers as small integers of one file. Names are only ever added.</summary>
internal sealed class NameTable(SqliteConnection connection)
{
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _texts = [];
    private readonly SqliteStatement _all = connection.Prepare("SELECT id, text FROM name WHERE id > ?1");
    private long _newest;
    private SqliteStatement? _add;

    /// <summary>The id of a name, added when it is new. Writers only, inside a transaction.</summary>
    public long IdOrNew(string text)
    {
        if (TryFind(text, out var id))
        {
            return id;
        }

        _add ??= connection.Prepare("INSERT INTO name(text) VALUES(?1)");
        _add.Bind(1, text).Run();
        return TryFind(text, out id) ? id : throw new InvalidOperationException("A name that was just added is not there.");
    }

    public bool TryFind(string text, out long id)
    {
        if (_ids.TryGetValue(text, out id))
        {
            return true;
        }

        Refresh();
        return _ids.TryGetValue(text, out id);
    }

    public string Text(long id)
    {
        if (!_texts.ContainsKey(id))
        {
            Refresh();
        }

        return _texts.GetValueOrDefault(id, "");
    }

    public IReadOnlyCollection<KeyValuePair<string, long>> All()
    {
        Refresh();
        return _ids;
    }

    /// <summary>Forgets what a rolled back transaction may have added.</summary>
    public void Forget()
    {
        _ids.Clear();
        _texts.Clear();
        _newest = 0;
    }

    private void Refresh()
    {
        _all.Bind(1, _newest);
        while (_all.Step())
        {
            _newest = _all.Long(0);
            var text = _all.Text(1) ?? "";
            _ids[text] = _newest;
            _texts[_newest] = text;
        }
    }
}
