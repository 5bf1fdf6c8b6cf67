using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Tests.Shared;

namespace Relevo.Storage.Tests.Support;

/// <summary>The embedded engine in a folder of its own.</summary>
internal sealed class SqliteBed : IStoreBed
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly List<QueuedMessage> _announced = [];
    private readonly List<string> _folders = [];
    private readonly ManualResetEventSlim _resume = new(initialState: true);

    private SqliteBed(string folder, SqliteOptions options)
    {
        Folder = folder;
        Options = options;
        _folders.Add(folder);
        Sqlite = New(folder);
    }

    public string Folder { get; private set; }

    public SqliteOptions Options { get; }

    public ManualTime Time { get; } = new();

    public TestLog Logs { get; } = new();

    public SqliteMessageStore Sqlite { get; private set; }

    public IMessageStore Store => Sqlite;

    public IReadOnlyList<QueuedMessage> Announced
    {
        get
        {
            lock (_gate)
            {
                return [.. _announced];
            }
        }
    }

    public string TodayPath => Directory.EnumerateFiles(Path.Combine(Folder, "days"), "*.db").Max(StringComparer.Ordinal)!;

    public static SqliteOptions SmallOptions() => new() { ReopenMilliseconds = 10, MinFreeBytes = 0 };

    public static async Task<SqliteBed> OpenAsync(SqliteOptions? options = null, string? folder = null)
    {
        var bed = new SqliteBed(folder ?? NewFolder(), options ?? SmallOptions());
        await bed.Sqlite.OpenAsync(CancellationToken.None);
        return bed;
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("relevo-store-").FullName;

    public string DayPath(DateOnly day) => Path.Combine(Folder, "days", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + ".db");

    public async Task RestartAsync()
    {
        await Sqlite.DisposeAsync();
        await ReopenAsync(Folder);
    }

    public async Task KillAsync()
    {
        var image = CopyImage();
        _folders.Add(image);
        await Sqlite.DisposeAsync();
        await ReopenAsync(image);
    }

    /// <summary>What a killed process leaves behind: databases and logs, without shared memory and locks.</summary>
    public string CopyImage()
    {
        var image = NewFolder();
        Directory.CreateDirectory(Path.Combine(image, "days"));
        foreach (var file in Directory.EnumerateFiles(Folder, "*.db", SearchOption.AllDirectories).ToList())
        {
            CopyImage(file, Path.Combine(image, Path.GetRelativePath(Folder, file)));
        }

        return image;
    }

    public void BreakWrites() => Execute(TodayPath, "CREATE TRIGGER broken BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'broken'); END");

    public void MendWrites() => Execute(TodayPath, "DROP TRIGGER broken");

    public void FailAfterNextCommit(bool ofMessages = true) => FailAfter(scope => !ofMessages || scope.Stored.Count > 0);

    public void FailAfterNextMove() => FailAfter(scope => scope.HasLate);

    public void FailNoMore() => Sqlite.State.Committed = null;

    public Task StallNextCommit()
    {
        var stalls = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _resume.Reset();
        Sqlite.State.Committed = scope =>
        {
            if (scope.Stored.Count > 0)
            {
                Sqlite.State.Committed = null;
                stalls.SetResult();
                _resume.Wait(Patience);
            }
        };
        return stalls.Task;
    }

    public void Resume() => _resume.Set();

    /// <summary>Runs a statement on another connection, as another program would.</summary>
    public static void Execute(string path, string sql)
    {
        using var connection = SqliteConnection.OpenForWriting(path, mayBeNew: false);
        connection.Execute(sql);
    }

    public static long Scalar(string path, string sql)
    {
        using var connection = SqliteConnection.OpenForReading(path);
        return connection.Scalar(sql);
    }

    /// <summary>Lets the writer turn until something is so.</summary>
    public async Task UntilAsync(Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isTrue())
        {
            await Store.FlushAsync(patience.Token);
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Resume();
        await Sqlite.DisposeAsync();
        foreach (var folder in _folders)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public SqliteMessageStore New(string folder)
    {
        var store = new SqliteMessageStore(folder, Options, Time, new TestMeters(), Logs);
        store.Subscribe(messages =>
        {
            lock (_gate)
            {
                _announced.AddRange(messages);
            }
        });
        return store;
    }

    // A kill stops everything at one moment, copying does not: a reader in between keeps the log from being begun anew while
    // it and its database are copied, or what was committed could be in neither of the two copies.
    private static void CopyImage(string file, string image)
    {
        using var reader = SqliteConnection.OpenForReading(file);
        reader.Execute("BEGIN");
        reader.Scalar("SELECT count(*) FROM sqlite_schema");
        File.Copy(file, image);
        var log = file + "-wal";
        if (File.Exists(log))
        {
            File.Copy(log, image + "-wal");
        }
    }

    private void FailAfter(Func<WriteScope, bool> isMeant) => Sqlite.State.Committed = scope =>
    {
        if (isMeant(scope))
        {
            Sqlite.State.Committed = null;
            throw new StoreException("The disk reported an error.");
        }
    };

    private async Task ReopenAsync(string folder)
    {
        lock (_gate)
        {
            _announced.Clear();
        }

        Folder = folder;
        Sqlite = New(folder);
        await Sqlite.OpenAsync(CancellationToken.None);
    }
}
