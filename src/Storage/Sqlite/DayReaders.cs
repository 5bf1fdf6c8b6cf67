using System.Collections.Concurrent;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>A few read connections of one file, opened as they are needed.</summary>
internal sealed class DayReaders(string path) : IDisposable
{
    private const int Kept = 4;
    private readonly ConcurrentBag<DayReader> _idle = [];
    private int _age;
    private volatile bool _disposed;

    /// <summary>Lends a connection to a read; answers <paramref name="gone"/> once the file was dropped.</summary>
    public T Use<T>(Func<DayReader, T> read, T gone)
    {
        if (_disposed)
        {
            return gone;
        }

        var age = Volatile.Read(ref _age);
        DayReader? reader = null;
        try
        {
            reader = _idle.TryTake(out var idle) ? idle : new DayReader(path);
            var result = read(reader);
            GiveBack(reader, age);
            return result;
        }
        catch (Exception error)
        {
            reader?.Dispose();
            if (error is StoreException && _disposed)
            {
                return gone; // it was dropped while we opened it
            }

            throw;
        }
    }

    /// <summary>Closes the connections: those in use when they come back.</summary>
    public void Renew()
    {
        Interlocked.Increment(ref _age);
        CloseIdle();
    }

    public void Dispose()
    {
        _disposed = true;
        CloseIdle();
    }

    private void GiveBack(DayReader reader, int age)
    {
        if (_idle.Count >= Kept)
        {
            reader.Dispose();
            return;
        }

        _idle.Add(reader);
        if (_disposed || age != Volatile.Read(ref _age))
        {
            CloseIdle(); // closing the idle ones too costs little: it happens after failures only
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
