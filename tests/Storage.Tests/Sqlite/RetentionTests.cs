using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>Days that are over: dropped whole, never with something in them, never counted twice.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private SqliteBed? _bed;

    private SqliteBed Bed => _bed ?? throw new InvalidOperationException("No bed.");

    private IMessageStore Store => Bed.Store;

    public async Task InitializeAsync() => _bed = await SqliteBed.OpenAsync(Options());

    public async Task DisposeAsync() => await Bed.DisposeAsync();

    [Fact]
    public async Task Retention_OfADayThatIsDone_DropsItAndKeepsItsSums()
    {
        var (message, send) = (Make.Message(Bed.Time, "m1"), Make.Message(Bed.Time, "s1", queue: Queues.Sends));
        await Store.StoreAsync(message, send);
        await Store.SettleAsync(Make.Done(message), Make.Expire(send));
        var first = Bed.TodayPath;
        await DaysPassAsync(4);

        Assert.False(File.Exists(first) || File.Exists(first + "-wal") || File.Exists(first + "-shm"));
        Assert.Null(Store.Find(message.Id));
        Assert.Empty(Store.History("lane", null, 10));
        Assert.Equal((1, 1), (Store.Count(sends: false).Accepted, Store.Count(sends: false).Completed));
        Assert.Equal((1, 1), (Store.Count(sends: true).Accepted, Store.Count(sends: true).Expired));
        await Bed.RestartAsync();
        Assert.Equal((1, 1), (Store.Count(sends: false).Accepted, Store.Count(sends: false).Completed));
        Store.AssertNoGap();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retention_WhileSomethingWaitsOrIsParked_KeepsTheDay(bool parked)
    {
        var (done, stays) = (Make.Message(Bed.Time, "m1"), Make.Message(Bed.Time, "m2", park: parked ? "why" : null));
        await Store.StoreAsync(done, stays);
        await Store.SettleAsync(Make.Done(done));
        await DaysPassAsync(30);
        Assert.Equal(parked ? MessageState.Parked : MessageState.Waiting, Store.Find(stays.Id)!.State);

        if (parked)
        {
            await Store.DropParkedAsync(stays.Id, "anna", CancellationToken.None);
        }
        else
        {
            await Store.SettleAsync(Make.Done(stays));
        }

        await DaysPassAsync(1);
        Assert.Null(Store.Find(stays.Id));
        Assert.Equal(2, Store.Count(sends: false).Accepted);
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Retention_OfAllButAnEmptyDay_NeverGivesAPositionTwice()
    {
        var message = Make.Message(Bed.Time, "m1");
        await Store.StoreAsync(Make.Message(Bed.Time, queue: Queues.None), Make.Message(Bed.Time, queue: Queues.None), message);
        await Store.SettleAsync(Make.Done(message));
        await DaysPassAsync(40);
        await Bed.RestartAsync();
        Assert.Equal(message.Position, Store.Tail);
        await DaysPassAsync(40);
        await Bed.KillAsync();

        var next = Make.Message(Bed.Time, "m2");
        await Store.StoreAsync(next);
        Assert.Equal(message.Position + 1, next.Position);
    }

    [Fact]
    public async Task Retention_ThatDiedBeforeTheFileWasDeleted_CountsItOnce()
    {
        await Store.StoreAsync(Make.Message(Bed.Time, queue: Queues.None));
        var (first, day) = (Bed.TodayPath, DateOnly.FromDateTime(Bed.Time.GetUtcNow().UtcDateTime));
        await Bed.RestartAsync();
        var copy = Path.Combine(Bed.Folder, "copy");
        File.Copy(first, copy);
        await DaysPassAsync(5);
        Assert.False(File.Exists(first));

        await Store.DisposeAsync();
        File.Move(copy, first);
        SqliteBed.Execute(Path.Combine(Bed.Folder, "gateway.db"), $"INSERT INTO dropped VALUES({day.DayNumber})");
        await Bed.RestartAsync();
        Assert.False(File.Exists(first));
        Assert.Equal((1, 0), (Store.Count(sends: false).Accepted, Store.Count(sends: false).Gap));
        Assert.Equal(0, SqliteBed.Scalar(Path.Combine(Bed.Folder, "gateway.db"), "SELECT count(*) FROM dropped"));
    }

    [Fact]
    public async Task Retention_WhileReadersRead_DisturbsNobody()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(0, Store.Count(sends: false).Gap);
                Store.History("lane", null, 10);
                Store.WaitingQueues();
                Store.ListParked(null, 10);
                Store.ReadBacklog(Make.App, Priority.Normal, 0, 10);
            }
        })).ToList();
        for (var day = 0; day < 40; day++)
        {
            await Store.StoreAsync(Make.Message(Bed.Time, queue: Queues.None));
            await DaysPassAsync(1);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.True(Directory.GetFiles(Path.Combine(Bed.Folder, "days"), "*.db").Length < 6);
        Assert.Equal(40, Store.Count(sends: false).Accepted);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public Task Walk_WithShortRetention_AgreesWithTheModel(int seed) => new StoreWalk(Bed, seed, forgetsDays: true).RunAsync(1500);

    private static SqliteOptions Options()
    {
        var options = SqliteBed.SmallOptions();
        options.HistoryDays = 2;
        options.DedupeDays = 1;
        return options;
    }

    // Retention follows the commit of the first flush; the second waits for it.
    private async Task DaysPassAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            Bed.Time.JumpWallClock(TimeSpan.FromDays(1));
            await Store.FlushedAsync();
            await Store.FlushedAsync();
        }
    }
}
