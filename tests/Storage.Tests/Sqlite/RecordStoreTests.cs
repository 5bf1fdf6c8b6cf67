using Relevo.Resilience.Records;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Support;
using Relevo.Tests.Shared;
using Record = Relevo.Resilience.Records.Record; // xunit has one too

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>Small documents that outlive the process, and a disk that does not obey.</summary>
public sealed class RecordStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("relevo-records-").FullName;
    private readonly ManualTime _time = new();
    private readonly TestLog _log = new();
    private SqliteRecordStore _store;

    public RecordStoreTests() => _store = New(_folder);

    private string FilePath => Path.Combine(_folder, SqliteRecordStore.FileName);

    private string[] Aside => [.. Directory.EnumerateFiles(_folder, "operations.db.damaged-*").Where(path => !path.EndsWith("-wal", StringComparison.Ordinal) && !path.EndsWith("-shm", StringComparison.Ordinal))];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Put_ThenFind_GivesBackEveryField()
    {
        var record = new Record("incident", "äö '\"%", _time.GetUtcNow().AddTicks(7), "{\"text\":\"ü\\n\"}");
        await PutAsync(record);
        Assert.Equal(record, await FindAsync("incident", record.Id));
        Assert.Null(await FindAsync("run", record.Id));
        Assert.Null(await FindAsync("incident", "other"));

        await PutAsync(record with { Json = "{}", AtUtc = record.AtUtc.AddDays(1) });
        Assert.Equal("{}", (await FindAsync("incident", record.Id))!.Json);
        Assert.Single(await ListAsync("incident"));
    }

    [Fact]
    public async Task List_GivesTheNewestOfItsKindFirst()
    {
        foreach (var i in new[] { 3, 1, 4, 2, 0 })
        {
            await PutAsync(At(i));
            await PutAsync(At(i) with { Kind = "other" });
        }

        Assert.Equal(["4", "3", "2", "1", "0"], (await ListAsync("run")).Select(record => record.Id));
        Assert.Equal(["4", "3"], (await _store.ListAsync("run", 2, CancellationToken.None)).Select(record => record.Id));
        Assert.Empty(await ListAsync("none"));
    }

    [Fact]
    public async Task Trim_KeepsTheNewestOfItsKind()
    {
        for (var i = 0; i < 10; i++)
        {
            await PutAsync(At(i));
            await PutAsync(At(i) with { Kind = "other" });
        }

        await _store.TrimAsync("run", 3, CancellationToken.None);
        Assert.Equal(["9", "8", "7"], (await ListAsync("run")).Select(record => record.Id));
        Assert.Equal(10, (await ListAsync("other")).Count);
        await _store.TrimAsync("other", 0, CancellationToken.None);
        Assert.Empty(await ListAsync("other"));
    }

    [Fact]
    public async Task Remove_TakesOneAway()
    {
        await PutAsync(At(1));
        await PutAsync(At(2));
        await _store.RemoveAsync("run", "1", CancellationToken.None);
        await _store.RemoveAsync("run", "1", CancellationToken.None);
        Assert.Equal("2", Assert.Single(await ListAsync("run")).Id);
    }

    [Fact]
    public async Task Documents_OutliveAStopAndAKill()
    {
        await PutAsync(At(1));
        await ReopenAsync();
        await PutAsync(At(2));
        var image = Directory.CreateTempSubdirectory("relevo-records-").FullName;
        foreach (var file in Directory.EnumerateFiles(_folder, "operations.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(image, Path.GetFileName(file))); // what a killed process leaves behind
        }

        await using (var next = New(image))
        {
            Assert.Equal(["2", "1"], (await next.ListAsync("run", 10, CancellationToken.None)).Select(record => record.Id));
        }

        Directory.Delete(image, recursive: true);
    }

    [Fact]
    public async Task Folder_ThatIsNotThere_IsMade()
    {
        await using var store = New(Path.Combine(_folder, "new", "data"));
        await store.PutAsync(At(1), CancellationToken.None);
        Assert.True(File.Exists(Path.Combine(_folder, "new", "data", "operations.db")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_ThatIsDamaged_IsKeptAsideAndBegunAnew(bool isJunk)
    {
        for (var i = 0; i < 300; i++)
        {
            await PutAsync(At(i) with { Json = new string('x', 1000) });
        }

        await _store.DisposeAsync();
        await DamageAsync(isJunk);
        _store = New(_folder);
        await PutAsync(At(500));
        Assert.Equal("500", Assert.Single(await ListAsync("run")).Id);
        Assert.Single(Aside);
        Assert.Contains(_log.Entries, entry => entry.Id == 9291);
        await ReopenAsync();
        Assert.Single(await ListAsync("run"));
    }

    [Fact]
    public async Task File_OfANewerVersion_IsRefusedAndKept()
    {
        await PutAsync(At(1));
        await _store.DisposeAsync();
        SqliteBed.Execute(FilePath, "PRAGMA user_version=99");
        _store = New(_folder);
        var error = await Assert.ThrowsAsync<RecordStoreException>(() => PutAsync(At(2)));
        Assert.Contains("operations.db was written by a newer version of Relevo (schema 99, this program knows 1)", error.Message, StringComparison.Ordinal);
        Assert.Empty(Aside);
    }

    [Fact]
    public async Task File_ThatIsRemovedWhileOpen_IsBegunAnew()
    {
        await PutAsync(At(1));
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            File.Delete(file);
        }

        await PutAsync(At(2));
        Assert.Equal("2", Assert.Single(await ListAsync("run")).Id);
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public async Task File_ThatAnotherProgramLocks_FailsTheCallAndHeals()
    {
        await PutAsync(At(1));
        using (var other = SqliteConnection.OpenForWriting(FilePath, mayBeNew: false))
        {
            other.Execute("BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<RecordStoreException>(() => PutAsync(At(2)));
            Assert.Contains("operations.db: the file is locked by another program", error.Message, StringComparison.Ordinal);
            other.Execute("ROLLBACK");
        }

        await PutAsync(At(3));
        Assert.Equal(["3", "1"], (await ListAsync("run")).Select(record => record.Id));
    }

    [Fact]
    public async Task Disk_ThatHangs_FailsWhoWaitsAtTheDeadlineAndHeals()
    {
        using var release = new ManualResetEventSlim();
        using var hangs = new ManualResetEventSlim();
        _store.Calling = () =>
        {
            hangs.Set();
            release.Wait(Patience);
        };
        var calls = Enumerable.Range(0, 10).Select(i => Assert.ThrowsAsync<RecordStoreException>(() => PutAsync(At(i)))).ToList();
        Assert.True(hangs.Wait(Patience));
        await _time.WhenArmedAsync(10).WaitAsync(Patience);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.All(await Task.WhenAll(calls).WaitAsync(Patience), error => Assert.Equal("The disk does not answer.", error.Message));

        _store.Calling = null;
        release.Set();
        await PutAsync(At(11));
        Assert.Equal(["11", "0"], (await ListAsync("run")).Select(record => record.Id)); // what nobody waited for any more was left out
    }

    [Fact]
    public async Task Disk_ThatHangs_LetsNoEndlessQueueForm()
    {
        using var release = new ManualResetEventSlim();
        _store.Calling = () => release.Wait(Patience);
        var calls = Enumerable.Range(0, SqliteRecordStore.MaxWaiting + 20).Select(i => PutAsync(At(i))).ToList();
        await Until.TrueAsync(() => calls.Exists(call => call.IsFaulted));
        var error = await Assert.ThrowsAsync<RecordStoreException>(() => calls.First(call => call.IsFaulted));
        Assert.Contains("too much waits", error.Message, StringComparison.Ordinal);
        _store.Calling = null;
        release.Set();
        await Task.WhenAll(calls.Where(call => !call.IsFaulted)).WaitAsync(Patience);
    }

    [Fact]
    public async Task Call_ThatIsCancelled_EndsAtOnce()
    {
        using var release = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        _store.Calling = () => release.Wait(Patience);
        var call = _store.ListAsync("run", 10, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        release.Set();
    }

    [Fact]
    public async Task Thread_ThatMeetsAnyFailure_GoesOn()
    {
        Exception[] failures = [new InvalidOperationException("secret"), new ObjectDisposedException("secret"), new InsufficientMemoryException("secret")];
        foreach (var failure in failures)
        {
            _store.Calling = () => throw failure;
            var error = await Assert.ThrowsAsync<RecordStoreException>(() => PutAsync(At(1)));
            Assert.Equal($"The store failed with {failure.GetType().Name}.", error.Message);
        }

        _log.Throws = true;
        await Assert.ThrowsAsync<RecordStoreException>(() => PutAsync(At(1)));
        _log.Throws = false;
        _store.Calling = null;
        await PutAsync(At(1));
        Assert.Single(await ListAsync("run"));
    }

    [Fact]
    public async Task Calls_FromManyThreads_AreAllDone()
    {
        await Parallel.ForAsync(0, 200, async (i, cancellation) => await _store.PutAsync(At(i), cancellation));
        Assert.Equal(200, (await ListAsync("run")).Count);
    }

    [Fact]
    public async Task Calls_BeyondTheBounds_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PutAsync(At(1) with { Kind = new string('k', 41) }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PutAsync(At(1) with { Id = new string('i', 81) }));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(At(1) with { Id = "" }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PutAsync(At(1) with { Json = new string('x', (4 * 1024 * 1024) + 1) }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _store.ListAsync("run", 10_001, CancellationToken.None));
        await PutAsync(At(1) with { Json = new string('x', 4 * 1024 * 1024) });
        Assert.Equal(4 * 1024 * 1024, (await FindAsync("run", "1"))!.Json.Length);
    }

    [Fact]
    public async Task Dispose_DoesWhatWasAskedAndRefusesTheRest()
    {
        var calls = Enumerable.Range(0, 50).Select(i => PutAsync(At(i))).ToList();
        await _store.DisposeAsync();
        await Task.WhenAll(calls).WaitAsync(Patience);
        var error = await Assert.ThrowsAsync<RecordStoreException>(() => PutAsync(At(1)));
        Assert.Equal("The gateway is stopping.", error.Message);
        _store = New(_folder);
        Assert.Equal(50, (await ListAsync("run")).Count);
    }

    private Record At(int i) => new("run", $"{i}", _time.GetUtcNow().AddSeconds(i), $"{{\"i\":{i}}}");

    private SqliteRecordStore New(string folder) => new(folder, _time, _log);

    private Task PutAsync(Record record) => _store.PutAsync(record, CancellationToken.None);

    private Task<Record?> FindAsync(string kind, string id) => _store.FindAsync(kind, id, CancellationToken.None);

    private Task<IReadOnlyList<Record>> ListAsync(string kind) => _store.ListAsync(kind, 1000, CancellationToken.None);

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = New(_folder);
    }

    // Junk from the first byte on; or whole at its head, and all pages with rows in them spoilt.
    private async Task DamageAsync(bool isJunk)
    {
        SqliteBed.Execute(FilePath, "PRAGMA wal_checkpoint(TRUNCATE)");
        await using var file = File.OpenWrite(FilePath);
        file.Position = isJunk ? 0 : SqliteConnection.PageBytes;
        await file.WriteAsync(Enumerable.Repeat((byte)'x', (int)(file.Length - file.Position)).ToArray());
    }
}
