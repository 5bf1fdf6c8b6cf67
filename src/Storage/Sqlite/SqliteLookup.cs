namespace Relevo.Storage.Sqlite;

/// <summary>
/// One question by key to a file, asked by any thread. A few connections are kept: opening one costs a hundred times the
/// question. One that failed is closed, so that the next question begins anew.
/// </summary>
/// <param name="path">The file; it must exist when the first question is asked.</param>
/// <param name="sql">The question, with the key as its only parameter.</param>
internal sealed class SqliteLookup(string path, string sql) : IDisposable
{
    private const int KeptReaders = 4;
    private readonly Reader?[] _idle = new Reader?[KeptReaders];
    private volatile bool _isDisposed;

    /// <summary>What <paramref name="read"/> makes of the row; null when there is none.</summary>
    /// <exception cref="QueueProcessor.Store.StoreException">The file cannot be read.</exception>
    public T? Find<T>(ReadOnlySpan<byte> key, Func<SqliteStatement, T?> read)
        where T : class
    {
        var reader = Take() ?? Open();
        try
        {
            reader.Rows.Bind(1, key);
            var found = reader.Rows.Step() ? read(reader.Rows) : null;
            reader.Rows.Reset();
            GiveBack(reader);
            return found;
        }
        catch
        {
            reader.Connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes what is idle; what is in use is closed when it is given back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (Take() is { } reader)
        {
            reader.Connection.Dispose();
        }
    }

    private Reader? Take()
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } reader)
            {
                return reader;
            }
        }

        return null;
    }

    private Reader Open()
    {
        var connection = SqliteConnection.OpenForReading(path);
        try
        {
            return new Reader(connection, connection.Prepare(sql));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void GiveBack(Reader reader)
    {
        foreach (ref var slot in _idle.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, reader, null) is null)
            {
                if (_isDisposed)
                {
                    Dispose();
                }

                return;
            }
        }

        reader.Connection.Dispose();
    }

    private sealed record Reader(SqliteConnection Connection, SqliteStatement Rows);
}
