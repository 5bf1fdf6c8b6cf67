using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>What the embedded engine does when its files do not obey.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private SqliteBed? _bed;

    private SqliteBed Bed => _bed ?? throw new InvalidOperationException("No bed.");

    private IMessageStore Store => Bed.Store;

    public async Task InitializeAsync() => _bed = await SqliteBed.OpenAsync();

    public async Task DisposeAsync() => await Bed.DisposeAsync();

    [Fact]
    public async Task Locked_ByAnotherProgram_IsRefusedWithTheFileAndHeals()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, "m1"));
        AppendResult refused;
        using (var other = SqliteConnection.OpenForWriting(Bed.TodayPath, mayBeNew: false))
        {
            other.Execute("BEGIN IMMEDIATE");
            refused = await Store.TryStoreAsync(Make.Message(Bed.Time, "m2"));
            other.Execute("ROLLBACK");
        }

        Assert.Equal(AppendStatus.Unavailable, refused.Status);
        Assert.Contains($"{Path.GetFileName(Bed.TodayPath)}: the file is locked by another program", refused.Reason, StringComparison.Ordinal);
        await Store.HealedAsync();
        Assert.Equal(1, (await Store.StoreAsync(Make.Message(Bed.Time, "m2"))).Stored);
    }

    [Fact]
    public async Task Failures_InLargeNumbers_LeakNoHandles()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, "m0"));
        await FailAsync(5);
        var before = OpenFiles();
        await FailAsync(100);

        Assert.InRange(OpenFiles(), 0, before + 8); // a reader comes and goes
        Assert.Equal(106, Store.Count(sends: false).Accepted);

        async Task FailAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Bed.FailAfterNextCommit();
                await Store.TryStoreAsync(Make.Message(Bed.Time));
                await Store.HealedAsync();
            }
        }
    }

    [Fact]
    public async Task Failure_AfterTodayIsCommittedAndBeforeAnEarlierDay_LosesAndRepeatsNothing()
    {
        var old = Make.Message(Bed.Time, "old");
        await Store.StoreAsync(old);
        Bed.Time.JumpWallClock(TimeSpan.FromDays(1));
        await Store.StoreAsync(Make.Message(Bed.Time, "first"));
        Bed.FailAfterNextCommit();
        Store.Settle(Make.Done(old));
        var refused = await Store.TryStoreAsync(Make.Message(Bed.Time, "m1", text: "found"));
        await Store.HealedAsync();
        await Store.FlushedAsync();

        Assert.Equal(AppendStatus.Unavailable, refused.Status);
        Assert.Equal((3, 1, 0), (Store.Count(sends: false).Accepted, Store.Count(sends: false).Completed, Store.Count(sends: false).Gap));
        Assert.Equal("found", Make.Text(Bed.Announced[^1].Payload[1..]));
        Assert.Equal(1, (await Store.StoreAsync(Make.Message(Bed.Time, "m1"))).Duplicates);
    }

    [Fact]
    public async Task Failure_OfTheLogItself_DoesNotEndTheWriter()
    {
        Bed.Logs.Throws = true;
        for (var i = 0; i < 3; i++)
        {
            Bed.FailAfterNextCommit();
            Assert.Equal(AppendStatus.Unavailable, (await Store.TryStoreAsync(Make.Message(Bed.Time, $"m{i}"))).Status);
            Bed.Logs.Throws = i == 1;
            await Store.HealedAsync();
        }

        Bed.Logs.Throws = false;
        await Store.HealedAsync();
        Assert.Equal(3, Store.Count(sends: false).Accepted);
    }

    [Fact]
    public async Task Failure_OfAnyKind_DoesNotEndTheWriter()
    {
        Exception[] errors = [new InsufficientMemoryException("test"), new InvalidOperationException("test"), new ObjectDisposedException("test"), new OperationCanceledException("test")];
        foreach (var error in errors)
        {
            Bed.Sqlite.State.Committed = _ =>
            {
                Bed.FailNoMore();
                throw error;
            };
            await Store.TryStoreAsync(Make.Message(Bed.Time));
            await Store.HealedAsync();
        }

        Assert.Equal(errors.Length, Store.Count(sends: false).Accepted);
        Assert.Equal(errors.Length, Bed.Announced.Count);
    }

    [Fact]
    public async Task ProbeAndFlush_WhileWritesFail_SaySo()
    {
        await Store.StoreAsync(Make.Message(Bed.Time));
        SqliteBed.Execute(Bed.TodayPath, "CREATE TRIGGER broken BEFORE UPDATE ON probe BEGIN SELECT RAISE(ABORT, 'broken'); END");
        await Assert.ThrowsAsync<StoreException>(() => Store.ProbeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Store.FlushedAsync());
        Assert.NotNull(Store.Refusal);
        SqliteBed.Execute(Bed.TodayPath, "DROP TRIGGER broken");
        await Store.HealedAsync();
        Assert.Null(Store.Refusal);
    }

    [Fact]
    public async Task FoundMessages_WhenTheFirstHealingFailsHalfway_AreStillAnnounced()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, "m1"));
        SqliteBed.Execute(Bed.TodayPath, "CREATE TRIGGER broken BEFORE UPDATE ON probe BEGIN SELECT RAISE(ABORT, 'broken'); END");
        Bed.FailAfterNextCommit();
        await Store.TryStoreAsync(Make.Message(Bed.Time, "m2", text: "found"));
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StoreException>(() => Store.FlushedAsync());
        }

        SqliteBed.Execute(Bed.TodayPath, "DROP TRIGGER broken");
        await Store.HealedAsync();
        Assert.Equal("found", Make.Text(Bed.Announced[^1].Payload[1..]));
        Assert.Equal(2, Bed.Announced.Count);
    }

    [Fact]
    public async Task Removed_WhileTheGatewayRuns_IsRefusedAndNeverMadeAnew()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, "m1"));
        var (today, away) = (Bed.TodayPath, Bed.TodayPath + ".away");
        File.Move(today, away);
        Bed.Time.Advance(TimeSpan.FromSeconds(1));
        await Store.FlushedAsync();
        var refused = await Store.TryStoreAsync(Make.Message(Bed.Time, "m2"));
        Assert.Contains(today + " was removed", refused.Reason, StringComparison.Ordinal);

        Bed.FailAfterNextCommit(ofMessages: false);
        await Assert.ThrowsAsync<StoreException>(() => Store.ProbeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => Store.ProbeAsync(CancellationToken.None));
        Assert.False(File.Exists(today));

        File.Move(away, today);
        await Store.HealedAsync();
        Bed.Time.Advance(TimeSpan.FromSeconds(1));
        await Bed.UntilAsync(() => Store.Refusal is null);
        Assert.Equal(1, (await Store.StoreAsync(Make.Message(Bed.Time, "m1"))).Duplicates);
    }

    [Fact]
    public async Task Stop_WhileTheDiskHangs_AnswersEveryoneAndReturns()
    {
        var stalled = Bed.StallNextCommit();
        var running = Store.TryStoreAsync(Make.Message(Bed.Time));
        await stalled;
        var behind = Store.TryStoreAsync(Make.Message(Bed.Time));
        var flush = Store.FlushAsync(CancellationToken.None);
        Bed.Sqlite.Writer.StopPatience = TimeSpan.FromMilliseconds(20);
        await Store.DisposeAsync();

        Assert.Equal(AppendStatus.Unavailable, (await running).Status);
        Assert.Equal(AppendStatus.Unavailable, (await behind).Status);
        await Assert.ThrowsAsync<StoreException>(() => flush.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Log_UnderReadersThatNeverStop_StaysShort()
    {
        Bed.Options.CheckpointBytes = 1024 * 1024;
        await Bed.RestartAsync();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Store.ReadBacklog(Make.App, Priority.Normal, 0, 1000);
                Store.Count(sends: false);
            }
        })).ToList();
        var longest = 0L;
        for (var i = 0; i < 600; i++)
        {
            await Store.StoreAsync([.. Enumerable.Range(0, 50).Select(_ => Make.Message(Bed.Time, text: new string('x', 1000), queue: i % 2 == 0 ? Queues.None : Make.App))]);
            longest = Math.Max(longest, new FileInfo(Bed.TodayPath + "-wal").Length);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.InRange(longest, 1, 16 * 1024 * 1024); // of some 40 MB written
    }

    [Fact]
    public async Task Log_OfADayThatIsOver_IsCut()
    {
        await Store.StoreAsync([.. Enumerable.Range(0, 300).Select(_ => Make.Message(Bed.Time, text: new string('x', 8000)))]);
        var yesterday = Bed.TodayPath + "-wal";
        Assert.True(new FileInfo(yesterday).Length > 1024 * 1024);
        Bed.Time.JumpWallClock(TimeSpan.FromDays(1));
        await Store.StoreAsync(Make.Message(Bed.Time));
        await Bed.UntilAsync(() => new FileInfo(yesterday).Length < 256 * 1024); // sealing may add a little
    }

    [Fact]
    public async Task MainLog_AfterManyEntries_StaysShort()
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Store.AuditAsync(new AuditEntry(Bed.Time.GetUtcNow(), "anna", "x", new string('t', 500), $"{n}"), CancellationToken.None)));
        }

        Assert.InRange(new FileInfo(Path.Combine(Bed.Folder, "gateway.db-wal")).Length, 0, 3 * 1024 * 1024);
        Assert.Equal(2000, Store.ReadAudit(5000).Count);
    }

    private int OpenFiles() => Directory.Exists("/proc/self/fd")
        ? Directory.GetFileSystemEntries("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget?.StartsWith(Bed.Folder, StringComparison.Ordinal) == true)
        : 0;
}
