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

    /// <summary>Opens or makes a file. What a killed process left in its log is moved into it, so that nothing is believed that a power cut could still take.</summary>
    public static DayFile Open(DateOnly day, string path, long nextPosition) => new(day, path, OpenWriter(path, nextPosition));

    /// <summary>Runs a read on a connection of its own; sees every commit that returned before.</summary>
    /// <returns><paramref name="gone"/> when the day was dropped.</returns>
    public T Read<T>(Func<DayReader, T> read, T gone) => _readers.Use(read, gone);

    /// <summary>Opens the file again after a failed write and makes sure that what it shows is on the disk.</summary>
    public void Reopen()
    {
        _readers.Renew();
        Writer.Dispose();
        Writer = OpenWriter(Path, First);
    }

    public void Dispose()
    {
        _readers.Dispose();
        Writer.Dispose();
    }

    private static DayWriter OpenWriter(string path, long nextPosition)
    {
        var writer = DayWriter.Open(path, nextPosition);
        try
        {
            writer.SettleLog();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }
}
