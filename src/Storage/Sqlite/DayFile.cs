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

    /// <summary>Position of its first message; no other file holds positions from here up to the next file's first.</summary>
    public long First { get; private set; }

    public static DayFile Open(DateOnly day, string path, long nextPosition)
    {
        var writer = DayWriter.Open(path);
        return new DayFile(day, path, writer) { First = writer.FirstPosition() ?? nextPosition };
    }

    /// <summary>Runs a read on a connection of its own; sees every commit that returned before.</summary>
    public T Read<T>(Func<DayReader, T> read) => _readers.Use(read);

    /// <summary>Opens the file again after a failed write and makes sure that what it shows is on the disk.</summary>
    public void Reopen(long nextPosition)
    {
        Writer.Dispose();
        Writer = DayWriter.Open(Path);
        Writer.SettleLog();
        First = Writer.FirstPosition() ?? nextPosition;
    }

    public void Dispose()
    {
        _readers.Dispose();
        Writer.Dispose();
    }
}
