namespace Relevo.Storage.Sqlite;

/// <summary>What the store holds open. Changed by the writer's thread; <see cref="Days"/> and <see cref="Tail"/> are read by anyone.</summary>
internal sealed class StoreState : IDisposable
{
    private readonly HashSet<UInt128> _batchKeys = [];
    private long _tail;

    private StoreState(StoreFolder folder, MainFile main, DaySet days, KeyIndex keys)
    {
        Folder = folder;
        Main = main;
        Days = days;
        Keys = keys;
        Hasher = new KeyHasher(main.Secret);
    }

    public StoreFolder Folder { get; }

    public MainFile Main { get; }

    public DaySet Days { get; }

    public KeyIndex Keys { get; }

    public KeyHasher Hasher { get; }

    public MoveGate Moves { get; } = new();

    /// <summary>Position of the newest committed message.</summary>
    public long Tail
    {
        get => Volatile.Read(ref _tail);
        set => Volatile.Write(ref _tail, value);
    }

    /// <summary>Where tests make a commit fail: called after a file's commit returned.</summary>
    internal Action<WriteScope>? Committed { get; set; }

    public static StoreState Open(string directory, SqliteOptions options, DateTimeOffset now)
    {
        var folder = StoreFolder.Take(directory);
        MainFile? main = null;
        var days = new DaySet(folder, options);
        try
        {
            main = MainFile.Open(folder.MainPath, isNew: !folder.Days().Any());
            Retention.FinishDrops(main, folder);
            days.OpenExisting();
            var state = new StoreState(folder, main, days, new KeyIndex(options));
            state.ReadTail();
            state.ReadKeys(options, now);
            return state;
        }
        catch
        {
            days.Dispose();
            main?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>An empty set for the keys of one commit, the same each time.</summary>
    public HashSet<UInt128> FreshKeys()
    {
        _batchKeys.Clear();
        return _batchKeys;
    }

    /// <summary>Forgets transactions that failed.</summary>
    public void Abandon()
    {
        Main.Abandon();
        foreach (var file in Days.All)
        {
            file.Writer.Abandon();
        }
    }

    /// <summary>
    /// Opens every file again after a failed write and believes only what is then read. A commit whose sync failed may
    /// stand in the log all the same: moving the log into the database writes and syncs its pages anew, on a fresh handle.
    /// </summary>
    public void Reopen(SqliteOptions options, DateTimeOffset now)
    {
        Main.Reopen();
        foreach (var file in Days.All)
        {
            file.Reopen();
        }

        ReadTail();
        ReadKeys(options, now);
    }

    public void Dispose()
    {
        Days.Dispose();
        Main.Dispose();
        Folder.Dispose();
    }

    private void ReadTail() => Tail = Days.All.Count == 0 ? 0 : Days.All.Max(file => Math.Max(file.Writer.LastPosition(), file.First - 1));

    private void ReadKeys(SqliteOptions options, DateTimeOffset now)
    {
        var oldest = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-options.DedupeDays - 1);
        Keys.Clear();
        foreach (var file in Days.All.Where(file => file.Day >= oldest))
        {
            Keys.Load(file);
        }
    }
}
