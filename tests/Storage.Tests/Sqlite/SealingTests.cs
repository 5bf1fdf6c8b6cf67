using Relevo.QueueProcessor.Store;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>Keys on their way from memory into sorted tables: none may get lost, none may be made up.</summary>
public sealed class SealingTests : IAsyncLifetime
{
    private const int Slice = 1024;
    private SqliteBed? _bed;

    private SqliteBed Bed => _bed ?? throw new InvalidOperationException("No bed.");

    public async Task InitializeAsync() => _bed = await SqliteBed.OpenAsync(Options());

    public async Task DisposeAsync() => await Bed.DisposeAsync();

    [Fact]
    public async Task Sealing_OfTensOfThousands_KeepsEveryKeyExactly()
    {
        await AppendAsync(0, 40_000, batch: 400);
        await SealedAsync(40_000 / Slice);
        await Bed.UntilAsync(() => SqliteBed.Scalar(Bed.TodayPath, "SELECT count(*) FROM batch") < 10);
        await AssertKnownAsync(0, 40_000);
        Assert.Equal(40_000, Bed.Store.Count(sends: false).Accepted);

        await Bed.RestartAsync();
        await AssertKnownAsync(0, 40_000);
        await AppendAsync(40_000, 41_000, batch: 100);
    }

    [Fact]
    public async Task Sealing_WhenABatchIsLargerThanASlice_LosesNothing()
    {
        await AppendAsync(0, 1500, batch: 1500);
        await AppendAsync(1500, 1600, batch: 1);
        await AppendAsync(1600, 7600, batch: 3000);
        await AssertKnownAsync(0, 7600);
        await SealedAsync(4);
        await Bed.KillAsync();
        await AssertKnownAsync(0, 7600);
    }

    [Fact]
    public async Task Sealing_OfMessagesWithoutKeys_HappensToo()
    {
        for (var i = 0; i < 10; i++)
        {
            await Bed.Store.StoreAsync([.. Enumerable.Range(0, 500).Select(n => Make.Message(Bed.Time, lane: $"lane{n % 5}"))]);
        }

        await SealedAsync(4);
        Assert.Equal(1000, Bed.Store.History("lane3", null, int.MaxValue).Count);
        Assert.Equal(1000, Bed.Store.History("lane3", null, int.MaxValue).Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    public async Task Sealing_AtTheEndOfADay_MovesItsKeysOut()
    {
        await AppendAsync(0, 10, batch: 1);
        var yesterday = Bed.TodayPath;
        Bed.Time.JumpWallClock(TimeSpan.FromDays(1));
        await AppendAsync(10, 20, batch: 1);
        await Bed.UntilAsync(() => SqliteBed.Scalar(yesterday, "SELECT count(*) FROM segment") == 1 && SqliteBed.Scalar(yesterday, "SELECT count(*) FROM batch") == 0);
        await AssertKnownAsync(0, 20);
        Assert.Equal(20, Bed.Store.History("lane0", null, 100).Count + Bed.Store.History("lane1", null, 100).Count + Bed.Store.History("lane2", null, 100).Count);
    }

    [Fact]
    public async Task History_OverSealedAndUnsealedRecords_IsWholeInOrderAndPaged()
    {
        await AppendAsync(0, 5 * Slice, batch: 256);
        await SealedAsync(4);
        Bed.Time.JumpWallClock(TimeSpan.FromDays(1));
        await AppendAsync(5 * Slice, (5 * Slice) + 100, batch: 10);

        var expected = Enumerable.Range(0, (5 * Slice) + 100).Where(i => i % 3 == 1).Select(i => (long)i + 1).Reverse().ToList();
        Assert.Equal(expected, Bed.Store.History("lane1", null, int.MaxValue).Select(record => record.Id.Position));
        var page = Bed.Store.History("lane1", null, 40);
        page = Bed.Store.History("lane1", page[^1].Id, 40);
        Assert.Equal(expected[40..80], page.Select(record => record.Id.Position));
    }

    [Fact]
    public async Task Sealing_KilledAtAnyOfItsCommits_LosesNothing()
    {
        var images = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Bed.Sqlite.State.Committed = scope =>
        {
            if (scope.Stored.Count == 0)
            {
                images.Enqueue(Bed.CopyImage()); // on the writer's thread: what a kill after this commit leaves
            }
        };
        await AppendAsync(0, 3 * Slice, batch: 256);
        await SealedAsync(3);
        Bed.FailNoMore();
        Assert.NotEmpty(images);

        foreach (var image in images.ToArray()) // the writer may be about to add one more
        {
            await using var after = await SqliteBed.OpenAsync(Options(), image);
            var stored = (int)after.Store.Count(sends: false).Accepted;
            Assert.Equal(0, after.Store.Count(sends: false).Gap);
            await AssertKnownAsync(0, stored, after);
            await after.UntilAsync(() => SqliteBed.Scalar(after.TodayPath, "SELECT count(*) FROM segment") >= stored / Slice);
            await AssertKnownAsync(0, stored, after);
            Assert.Equal(stored, Enumerable.Range(0, 3).Sum(lane => after.Store.History($"lane{lane}", null, int.MaxValue).Count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Sealing_WhenOneOfItsCommitsFails_LosesNothingAndIsDoneLater(int failing)
    {
        var commits = 0;
        Bed.Sqlite.State.Committed = scope =>
        {
            if (scope.Stored.Count == 0 && ++commits == failing)
            {
                throw new StoreException("The disk reported an error.");
            }
        };
        for (var n = 0; n < 6 * Slice; n += 128)
        {
            var count = n;
            while ((await Bed.Store.TryStoreAsync([.. Enumerable.Range(count, 128).Select(Message)])).Status != AppendStatus.Stored)
            {
                await Bed.Store.HealedAsync();
            }
        }

        Bed.Time.Advance(TimeSpan.FromSeconds(10)); // the pause after a failed sealing
        await SealedAsync(5);
        Bed.FailNoMore(); // a busy machine may have come to it only now
        await Bed.Store.HealedAsync(); // the clock jumped while a step was under way, which looks like a stalled disk until it ends
        await AssertKnownAsync(0, 6 * Slice);
        await Bed.RestartAsync();
        await AssertKnownAsync(0, 6 * Slice);
        Assert.Equal(6 * Slice, Bed.Store.Count(sends: false).Accepted);
        Assert.Equal(2 * Slice, Bed.Store.History("lane0", null, int.MaxValue).Count);
    }

    [Fact]
    public async Task Sealing_WhileTheStoreIsReopenedAgainAndAgain_LosesNothing()
    {
        for (var n = 0; n < 8 * Slice; n += 256)
        {
            var count = n;
            Bed.FailAfterNextCommit();
            while ((await Bed.Store.TryStoreAsync([.. Enumerable.Range(count, 256).Select(Message)])).Status != AppendStatus.Stored)
            {
                await Bed.Store.HealedAsync();
            }

            Bed.Time.Advance(TimeSpan.FromSeconds(6));
        }

        await SealedAsync(6);
        await Bed.Store.HealedAsync(); // as above
        await AssertKnownAsync(0, 8 * Slice);
        Assert.Equal(8 * Slice, Bed.Store.Count(sends: false).Accepted);
        Assert.Equal(8 * Slice, Enumerable.Range(0, 3).Sum(lane => Bed.Store.History($"lane{lane}", null, int.MaxValue).Count));
    }

    [Fact]
    public async Task Sealing_OfDamagedKeys_IsAnErrorAndNotAnUnknownKey()
    {
        await AppendAsync(0, 3 * Slice, batch: 256);
        await SealedAsync(2);
        SqliteBed.Execute(Bed.TodayPath, "DELETE FROM key_block");
        var result = await Bed.Store.TryStoreAsync(Message(1));
        Assert.Equal(AppendStatus.Unavailable, result.Status);
        Assert.Contains("damaged", result.Reason, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(Bed.TodayPath), result.Reason, StringComparison.Ordinal);
    }

    private static SqliteOptions Options()
    {
        var options = SqliteBed.SmallOptions();
        options.KeySlice = Slice;
        return options;
    }

    private QueuedMessage Message(int n) => Make.Message(Bed.Time, $"key{n}", $"lane{n % 3}");

    private async Task AppendAsync(int from, int to, int batch)
    {
        for (var n = from; n < to; n += batch)
        {
            var result = await Bed.Store.StoreAsync([.. Enumerable.Range(n, Math.Min(batch, to - n)).Select(Message)]);
            Assert.Equal(0, result.Duplicates);
        }
    }

    private Task SealedAsync(int segments) => Bed.UntilAsync(() => SqliteBed.Scalar(Bed.TodayPath, "SELECT count(*) FROM segment") >= segments);

    private Task AssertKnownAsync(int from, int to) => AssertKnownAsync(from, to, Bed);

    private async Task AssertKnownAsync(int from, int to, SqliteBed bed)
    {
        for (var n = from; n < to; n += 1000)
        {
            var count = Math.Min(1000, to - n);
            Assert.Equal((n, count), (n, (await bed.Store.StoreAsync([.. Enumerable.Range(n, count).Select(Message)])).Duplicates));
        }
    }
}
