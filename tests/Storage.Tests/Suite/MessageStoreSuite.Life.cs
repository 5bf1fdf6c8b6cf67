using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task Counts_OfEveryKind_AreKeptApart()
    {
        await Store.StoreAsync(
            Make.Message(Time, priority: Priority.Critical),
            Make.Message(Time, priority: Priority.Batch),
            Make.Message(Time, priority: Priority.Batch),
            Make.Message(Time, queue: Queues.Sends, priority: Priority.Low),
            Make.Message(Time, queue: Queues.Sends, due: Time.GetUtcNow() + TimeSpan.FromHours(1)),
            Make.Message(Time, queue: Queues.Sends, park: "no number"));
        var oldest = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(5));
        await Store.StoreAsync(Make.Message(Time));

        var (events, sends) = (Store.Count(sends: false), Store.Count(sends: true));
        Assert.Equal([1, 0, 1, 0, 2], events.Waiting);
        Assert.Equal([0, 0, 0, 1, 0], sends.Waiting);
        Assert.Equal((4, 0, 0, oldest), (events.Accepted, events.Delayed, events.Parked, events.OldestUtc));
        Assert.Equal((3, 1, 1), (sends.Accepted, sends.Delayed, sends.Parked));
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Counts_OfAnEmptyStore_AreZero()
    {
        var counts = Store.Count(sends: false);
        Assert.Equal((0, 0, 0, null), (counts.Accepted, counts.WaitingTotal, counts.Gap, counts.OldestUtc));
        Assert.Empty(Store.WaitingQueues());
        Assert.Equal(0, Store.Tail);
        await Store.FlushedAsync();
    }

    [Fact]
    public async Task Overload_BeyondTheBound_TakesNothingAndLetsInAgain()
    {
        var stalled = Bed.StallNextCommit();
        var first = Store.TryStoreAsync(Message());
        await stalled;
        var taken = new List<Task<AppendResult>>();
        AppendResult? over = null;
        while (over is null)
        {
            var next = Store.TryStoreAsync([.. Enumerable.Range(0, 100).Select(_ => Message())]);
            if (next.IsCompleted)
            {
                over = await next;
            }
            else
            {
                taken.Add(next);
            }
        }

        Assert.Equal(AppendStatus.Overloaded, over.Value.Status);
        Bed.Resume();
        await first;
        Assert.All(await Task.WhenAll(taken), result => Assert.Equal((AppendStatus.Stored, 100), (result.Status, result.Stored)));
        await Store.StoreAsync(Message());
        Assert.Equal((taken.Count * 100) + 2, Store.Count(sends: false).Accepted);
    }

    [Fact]
    public async Task Overload_OneRequestLargerThanTheBound_IsTakenAlone()
    {
        var result = await Store.StoreAsync([.. Enumerable.Range(0, 30_000).Select(i => Message($"m{i}"))]);
        Assert.Equal(30_000, result.Stored);
        Assert.Equal(30_000, (await Store.StoreAsync([.. Enumerable.Range(0, 30_000).Select(i => Message($"m{i}"))])).Duplicates);
    }

    [Fact]
    public async Task Stop_WhileAppendsRun_AnswersEveryone()
    {
        for (var round = 0; round < 5; round++)
        {
            using var go = new SemaphoreSlim(0);
            var before = Store.Count(sends: false).Accepted;
            var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                var stored = 0;
                for (var i = 0; ; i++)
                {
                    var result = await Store.TryStoreAsync(Message());
                    if (result.Status != AppendStatus.Stored)
                    {
                        Assert.Equal(AppendStatus.Unavailable, result.Status);
                        return stored;
                    }

                    stored++;
                    if (i == 3)
                    {
                        go.Release();
                    }
                }
            })).ToList();
            await go.WaitAsync(TimeSpan.FromSeconds(60));
            var store = Store;
            await store.DisposeAsync();
            var stored = await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60));
            await Assert.ThrowsAsync<StoreException>(() => store.ProbeAsync(CancellationToken.None));
            await Bed.RestartAsync();

            Assert.Equal(before + stored.Sum(), Store.Count(sends: false).Accepted);
        }
    }

    [Fact]
    public async Task Stop_WithAppendsBehindAStalledCommit_SavesThem()
    {
        var stalled = Bed.StallNextCommit();
        var first = Store.TryStoreAsync(Message("m1"));
        await stalled;
        var queued = Enumerable.Range(0, 10).Select(i => Store.TryStoreAsync(Message($"q{i}"))).ToList();
        var stop = Store.DisposeAsync().AsTask();
        Bed.Resume();
        await stop.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(AppendStatus.Stored, (await first).Status);
        Assert.All(await Task.WhenAll(queued), result => Assert.Equal(AppendStatus.Stored, result.Status));
        await Bed.RestartAsync();
        Assert.Equal(11, Store.Count(sends: false).WaitingTotal);
    }

    [Fact]
    public async Task Stop_Twice_IsFine()
    {
        await Store.DisposeAsync();
        await Store.DisposeAsync();
        Assert.Equal(AppendStatus.Unavailable, (await Store.TryStoreAsync(Message())).Status);
        Assert.NotNull(Store.Refusal);
    }

    [Fact]
    public async Task Stop_WhileWritesFail_AnswersEveryone()
    {
        await Store.StoreAsync(Message("m1"));
        Bed.BreakWrites();
        var appends = Enumerable.Range(0, 20).Select(_ => Store.TryStoreAsync(Message())).ToList();
        await Store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendStatus.Unavailable, result.Status));
        Bed.MendWrites();
        await Bed.RestartAsync();
        Assert.Equal(1, Store.Count(sends: false).Accepted);
    }

    [Fact]
    public async Task DayRoll_WhileMessagesWait_LosesNothingAndKeepsTheOrder()
    {
        for (var day = 0; day < 5; day++)
        {
            await Store.StoreAsync(Message($"a{day}", text: $"a{day}"), Message($"b{day}", text: $"b{day}"));
            Time.JumpWallClock(TimeSpan.FromDays(1));
            await Store.FlushedAsync();
        }

        await Bed.KillAsync();
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(day => new[] { $"a{day}", $"b{day}" }), Store.Backlog());
        Store.AssertNoGap();
    }
}
