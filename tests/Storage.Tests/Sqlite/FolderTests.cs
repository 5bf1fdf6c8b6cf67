using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>What the store finds when it opens: another gateway, another version, junk, damage. It says what to do.</summary>
public sealed class FolderTests : IAsyncLifetime
{
    private SqliteBed? _bed;

    private SqliteBed Bed => _bed ?? throw new InvalidOperationException("No bed.");

    private string MainPath => Path.Combine(Bed.Folder, "gateway.db");

    public async Task InitializeAsync() => _bed = await SqliteBed.OpenAsync();

    public async Task DisposeAsync() => await Bed.DisposeAsync();

    [Fact]
    public async Task Open_WhileAnotherHasIt_IsRefusedAndTheFirstGoesOn()
    {
        await using var second = Bed.New(Bed.Folder);
        var error = await Assert.ThrowsAsync<StoreException>(() => second.OpenAsync(CancellationToken.None));
        Assert.Contains("in use by another gateway", error.Message, StringComparison.Ordinal);
        await Bed.Store.StoreAsync(Make.Message(Bed.Time));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_OfANewerSchema_IsRefusedWithBothVersions(bool main)
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time));
        var path = main ? MainPath : Bed.TodayPath;
        await Bed.Store.DisposeAsync();
        SqliteBed.Execute(path, "PRAGMA user_version=99");

        var error = await Assert.ThrowsAsync<StoreException>(Bed.RestartAsync);
        Assert.Contains($"{Path.GetFileName(path)} was written by a newer version of Relevo (schema 99, this program knows {(main ? 1 : 2)})", error.Message, StringComparison.Ordinal);
        SqliteBed.Execute(path, $"PRAGMA user_version={(main ? 1 : 2)}");
        await Bed.RestartAsync();
        Assert.Equal(1, Bed.Store.Count(sends: false).Accepted);
    }

    [Fact]
    public async Task Open_WithJunkInTheFolder_LeavesItAlone()
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time));
        var days = Path.Combine(Bed.Folder, "days");
        string[] junk = ["notes.txt", "copy.db", "2026-13-01.db", "2026-11-21.db.bak", "2026-11-20.db-wal", "0001-01-01.db"];
        foreach (var name in junk)
        {
            await File.WriteAllTextAsync(Path.Combine(days, name), "junk");
        }

        Directory.CreateDirectory(Path.Combine(days, "2026-11-19.db"));
        await Bed.RestartAsync();
        Assert.Equal(1, Bed.Store.Count(sends: false).WaitingTotal);
        Assert.All(junk, name => Assert.True(File.Exists(Path.Combine(days, name))));
        Directory.Delete(Path.Combine(days, "2026-11-19.db"));
    }

    [Fact]
    public async Task Open_OfAnEmptyDayFile_MakesItANewOne()
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time), Make.Message(Bed.Time));
        await Bed.Store.DisposeAsync();
        await File.WriteAllBytesAsync(Bed.DayPath(new DateOnly(2026, 11, 22)), []);
        await Bed.RestartAsync();
        var next = Make.Message(Bed.Time);
        await Bed.Store.StoreAsync(next);
        Assert.Equal(3, next.Position);
        await Bed.RestartAsync();
        Assert.Equal(3, Bed.Store.Backlog().Count);
    }

    [Fact]
    public async Task Open_OfADamagedDay_NamesTheFileAndWhatToDo()
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time));
        var day = Bed.TodayPath;
        Bed.Time.JumpWallClock(TimeSpan.FromDays(1));
        await Bed.Store.StoreAsync(Make.Message(Bed.Time));
        await Bed.Store.DisposeAsync();
        await File.WriteAllBytesAsync(day, [.. Enumerable.Repeat((byte)'x', 100_000)]);
        File.Delete(day + "-wal");

        var error = await Assert.ThrowsAsync<StoreException>(Bed.RestartAsync);
        Assert.Contains(day + " is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restore it from a snapshot", error.Message, StringComparison.Ordinal);
        File.Delete(day);
        await Bed.RestartAsync();
        Assert.Equal(1, Bed.Store.Count(sends: false).WaitingTotal);
    }

    [Fact]
    public async Task Open_OfADayWithDamagedPages_NamesTheFile()
    {
        await Bed.Store.StoreAsync([.. Enumerable.Range(0, 200).Select(i => Make.Message(Bed.Time, $"m{i}", text: new string('x', 500)))]);
        await Bed.RestartAsync(); // moves the log into the database
        await Bed.Store.DisposeAsync();
        await using (var file = File.OpenWrite(Bed.TodayPath))
        {
            file.Position = SqliteConnection.PageBytes;
            await file.WriteAsync(new byte[file.Length - SqliteConnection.PageBytes]);
        }

        var error = await Assert.ThrowsAsync<StoreException>(Bed.RestartAsync);
        Assert.Contains(Bed.TodayPath + " is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithoutTheMainFileButWithDays_IsRefused()
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time, "m1"));
        await Bed.Store.DisposeAsync();
        File.Move(MainPath, MainPath + ".away");
        var error = await Assert.ThrowsAsync<StoreException>(Bed.RestartAsync);
        Assert.Contains("gateway.db has lost its file", error.Message, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(MainPath, []);
        error = await Assert.ThrowsAsync<StoreException>(Bed.RestartAsync);
        Assert.Contains("gateway.db has lost its secret", error.Message, StringComparison.Ordinal);

        File.Move(MainPath + ".away", MainPath, overwrite: true);
        await Bed.RestartAsync();
        Assert.Equal(1, (await Bed.Store.StoreAsync(Make.Message(Bed.Time, "m1"))).Duplicates);
    }

    [Fact]
    public async Task Open_WhereNothingCanBeMade_SaysSo()
    {
        var file = Path.Combine(Bed.Folder, "file");
        await File.WriteAllTextAsync(file, "");
        await using var store = Bed.New(Path.Combine(file, "data"));
        var error = await Assert.ThrowsAsync<StoreException>(() => store.OpenAsync(CancellationToken.None));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal("the store is not open yet", store.Refusal);
        Assert.Equal(AppendStatus.Unavailable, (await store.TryStoreAsync(Make.Message(Bed.Time))).Status);
    }

    [Fact]
    public async Task Open_AfterAKill_EmptiesTheLog()
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time));
        await Bed.KillAsync();
        Assert.Equal(0, new FileInfo(Bed.TodayPath + "-wal").Length);
        Assert.Single(Bed.Store.Backlog());
    }

    [Fact]
    public async Task Open_OfATornLog_KeepsWhatWasCommittedBefore()
    {
        await Bed.Store.StoreAsync(Make.Message(Bed.Time, "m1"));
        await Bed.Store.StoreAsync(Make.Message(Bed.Time, "m2"));
        var image = Bed.CopyImage();
        var log = Path.Combine(image, "days", Path.GetFileName(Bed.TodayPath) + "-wal");
        for (var length = new FileInfo(log).Length; length > 0; length -= 5000)
        {
            await using (var file = File.OpenWrite(log))
            {
                file.SetLength(length);
            }

            var copy = SqliteBed.NewFolder();
            Directory.CreateDirectory(Path.Combine(copy, "days"));
            foreach (var source in Directory.EnumerateFiles(image, "*", SearchOption.AllDirectories))
            {
                File.Copy(source, Path.Combine(copy, Path.GetRelativePath(image, source)));
            }

            await using var torn = await SqliteBed.OpenAsync(folder: copy);
            var stored = (int)torn.Store.Count(sends: false).Accepted;
            Assert.Equal(0, torn.Store.Count(sends: false).Gap);
            Assert.Equal(stored, torn.Store.Backlog().Count);
            Assert.Equal(stored, (await torn.Store.StoreAsync(Make.Message(Bed.Time, "m1"), Make.Message(Bed.Time, "m2"))).Duplicates);
        }

        Directory.Delete(image, recursive: true);
    }
}
