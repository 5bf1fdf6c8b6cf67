using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>The day files that are open, oldest first. Changed by the writer's thread; read by anyone as a snapshot.</summary>
internal sealed class DaySet(StoreFolder folder, SqliteOptions options) : IDisposable
{
    private volatile DayFile[] _files = [];

    public IReadOnlyList<DayFile> All => _files;

    public void OpenExisting()
    {
        var next = 1L;
        foreach (var day in folder.Days())
        {
            var file = OpenExisting(day, next);
            next = Math.Max(file.First, file.Writer.LastPosition() + 1);
            _files = [.. _files, file];
        }
    }

    /// <summary>The file that takes messages of <paramref name="day"/>: never one older than the newest, so that positions grow from file to file even when the clock steps back.</summary>
    public DayFile Today(DateOnly day, long nextPosition)
    {
        if (_files.Length == 0 || _files[^1].Day < day)
        {
            _files = [.. _files, DayFile.Open(day, folder.DayPath(day), nextPosition, HasRoom)];
        }

        return _files[^1];
    }

    /// <summary>The file that holds a position if any does, or null.</summary>
    public DayFile? Of(long position)
    {
        var files = _files;
        for (var i = files.Length - 1; i >= 0; i--)
        {
            if (files[i].First <= position)
            {
                return files[i];
            }
        }

        return null;
    }

    public void Drop(DayFile file)
    {
        _files = [.. _files.Where(other => other != file)];
        file.Dispose();
        folder.Delete(file.Day);
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }

        _files = [];
    }

    private bool HasRoom(long bytes) => folder.FreeBytes() - options.MinFreeBytes > bytes;

    private DayFile OpenExisting(DateOnly day, long next)
    {
        try
        {
            return DayFile.Open(day, folder.DayPath(day), next, HasRoom);
        }
        catch (StoreException error) when (SqliteError.IsDamage(error))
        {
            var path = folder.DayPath(day);
            throw new StoreException($"{path} is damaged. Restore it from a snapshot; or, to go on without the messages of that day, move it away together with its -wal and -shm files.", error);
        }
    }
}
