using System.Collections.Concurrent;

namespace Relevo.Storage.Sqlite;

/// <summary>A few read connections of one file, opened as they are needed.</summary>
internal sealed class DayReaders(string path) : IDisposable
{
    private const int Kept = 4;
    private readonly ConcurrentBag<DayReader> _idle = [];
    private volatile bool _disposed;

    public T Use<T>(Func<DayReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var reader = _idle.TryTake(out var idle) ? idle : new DayReader(path);
        var sound = false;
        try
        {
            var result = read(reader);
            sound = true;
            return result;
        }
        finally
        {
            if (sound && !_disposed && _idle.Count < Kept)
            {
                _idle.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
