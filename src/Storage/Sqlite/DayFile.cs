namespace Relevo.Storage.Sqlite;

/// <summary>One day's partition: messages and keys of one UTC day in one file, so that they commit together and are dropped together.</summary>
internal sealed class DayFile : IDisposable
{
    private readonly DayReaders _readers;

    private DayFile(DateOnly day, string path, DayWriter writer)
    {
        Day = day;
        Path = path;
        Writer = writer;
        _readers = new DayReaders(path);
    }

    public DateOnly Day { get; }

    public string Path { get; }

    /// <summary>Owned by the writer's thread.</summary>
    public DayWriter Writer { get; private set; }

    /// <summary>First position it may hold; no other file holds positions from here up to the next file's first.</summary>
    public long First => Writer.First;

    /// <summary>
    /// Opens or makes a file. What a killed process left in its log is synced first, so that nothing is believed that a
    /// power cut could still take: by moving it into the file, or where there is no room for that, by one more commit.
    /// </summary>
    public static DayFile Open(DateOnly day, string path, long nextPosition, Func<long, bool> hasRoom)
    {
        var log = new FileInfo(path + "-wal");
        var logBytes = log.Exists ? log.Length : 0;
        var writer = DayWriter.Open(path, nextPosition, mayBeNew: true);
        try
        {
            if (hasRoom(logBytes))
            {
                writer.SettleLog();
            }
            else
            {
                writer.KeepLog(logBytes);
            }
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        return new DayFile(day, path, writer);
    }

    /// <summary>Runs a read on a connection of its own; sees every commit that returned before.</summary>
    /// <returns><paramref name="gone"/> when the day was dropped.</returns>
    public T Read<T>(Func<DayReader, T> read, T gone) => _readers.Use(read, gone);

    /// <summary>Opens the file again after a failed write and makes sure that what it shows is on the disk.</summary>
    public void Reopen()
    {
        _readers.Renew();
        Writer.Dispose();
        Writer = DayWriter.Open(Path, First, mayBeNew: false);
        Writer.SettleLog();
    }

    public void Dispose()
    {
        _readers.Dispose();
        Writer.Dispose();
    }
}
