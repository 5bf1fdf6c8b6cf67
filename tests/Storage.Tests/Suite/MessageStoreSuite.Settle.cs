using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task Settle_Complete_LeavesTheQueueAndStaysReadable()
    {
        var message = Message("m1", text: "done");
        await Store.StoreAsync(message);
        await Store.SettleAsync(Make.Done(message));

        Assert.Empty(Store.Backlog());
        Assert.Empty(Store.WaitingQueues());
        var record = Store.Find(message.Id)!;
        Assert.Equal((MessageState.Completed, "done"), (record.State, Make.Text(record.Payload)));
        Assert.Equal(1, Store.Count(sends: false).Completed);
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Settle_Retry_WaitsUntilItIsDue()
    {
        var message = Message("m1");
        await Store.StoreAsync(message);
        var due = Time.GetUtcNow() + TimeSpan.FromMinutes(5);
        message.Deaths = 2;
        message.TroubleMs = 1234;
        await Store.SettleAsync(Make.Later(message, due));

        await Bed.RestartAsync();
        var read = Assert.Single(Store.ReadBacklog(Make.App, Priority.Normal, 0, 10));
        Assert.Equal((due, 1, 2, 1234L, message.Id, message.Conversation), (read.Due, read.Attempts, read.Deaths, read.TroubleMs, read.Id, read.Conversation));
        Assert.Equal((0, 1), (Store.Count(sends: false).WaitingTotal, Store.Count(sends: false).Delayed));
        Assert.Equal((MessageState.Delayed, 1), (Store.Find(message.Id)!.State, Store.Find(message.Id)!.Attempts));

        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((1, 0), (Store.Count(sends: false).WaitingTotal, Store.Count(sends: false).Delayed));
        Assert.Equal(MessageState.Waiting, Store.Find(message.Id)!.State);
    }

    [Fact]
    public async Task Settle_Park_StandsInTheDeadLetters()
    {
        var message = Message("m1");
        await Store.StoreAsync(message);
        message.Attempts = 7;
        await Store.SettleAsync(Make.Park(message, "seven attempts"));

        var parked = Assert.Single(Store.ListParked(null, 10));
        Assert.Equal((message.Id, "seven attempts", "500", 7, MessageState.Parked), (parked.Id, parked.Reason, parked.Answer, parked.Attempts, parked.State));
        Assert.Equal(Time.GetUtcNow(), parked.ParkedUtc);
        Assert.True(parked.Payload.IsEmpty);
        Assert.Empty(Store.Backlog());
        Assert.Equal(1, Store.Count(sends: false).Parked);
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Settle_Expire_IsCountedWithItsReason()
    {
        var message = Make.Message(Time, "m1", queue: Queues.Sends);
        await Store.StoreAsync(message);
        await Store.SettleAsync(Make.Expire(message, "the window closed"));

        Assert.Equal((MessageState.Expired, "the window closed"), (Store.Find(message.Id)!.State, Store.Find(message.Id)!.Reason));
        Assert.Equal((1, 1, 0), (Store.Count(sends: true).Accepted, Store.Count(sends: true).Expired, Store.Count(sends: false).Accepted));
        Store.AssertNoGap();
    }

    [Theory]
    [InlineData(SettlementKind.Complete)]
    [InlineData(SettlementKind.Park)]
    [InlineData(SettlementKind.Expire)]
    public async Task Settle_Twice_CountsOnce(SettlementKind kind)
    {
        var message = Message("m1");
        await Store.StoreAsync(message);
        await Store.SettleAsync(new Settlement(kind, message, "why"), new Settlement(kind, message, "why"));
        await Store.SettleAsync(new Settlement(kind, message, "why"), new Settlement(SettlementKind.Complete, message), Make.Later(message, Time.GetUtcNow()));

        var counts = Store.Count(sends: false);
        Assert.Equal(1, counts.Completed + counts.Parked + counts.Expired);
        Assert.Empty(Store.Backlog());
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Settle_WhileWritesFail_IsKeptAndSavedLater()
    {
        QueuedMessage[] messages = [.. Enumerable.Range(0, 10).Select(i => Message($"m{i}"))];
        await Store.StoreAsync(messages);
        Bed.BreakWrites();
        var refused = Store.TryStoreAsync(Message("refused"));
        foreach (var message in messages)
        {
            Store.Settle(Make.Done(message));
        }

        Assert.Equal(AppendStatus.Unavailable, (await refused).Status);
        Bed.MendWrites();
        await Store.HealedAsync();
        await Store.FlushedAsync();

        Assert.Equal((10, 10, 0), (Store.Count(sends: false).Accepted, Store.Count(sends: false).Completed, Store.Count(sends: false).WaitingTotal));
    }

    [Fact]
    public async Task Settle_InACommitThatFailedButIsDurable_CountsOnce()
    {
        QueuedMessage[] messages = [Message("m1"), Message("m2"), Message("m3")];
        await Store.StoreAsync(messages);
        Bed.FailAfterNextCommit(ofMessages: false);
        Store.Settle(Make.Done(messages[0]));
        Store.Settle(Make.Park(messages[1]));
        Store.Settle(Make.Later(messages[2], Time.GetUtcNow() + TimeSpan.FromHours(1)));
        await Store.HealedAsync();
        await Store.FlushedAsync();

        var counts = Store.Count(sends: false);
        Assert.Equal((1, 1, 1, 0), (counts.Completed, counts.Parked, counts.Delayed, counts.Gap));
    }

    [Fact]
    public async Task Settle_AMessageOfAnEarlierDay_IsSavedThere()
    {
        var old = Message("m1");
        await Store.StoreAsync(old);
        Time.JumpWallClock(TimeSpan.FromDays(2));
        await Store.StoreAsync(Message("m2", text: "new"));
        await Store.SettleAsync(Make.Done(old));
        await Bed.RestartAsync();

        Assert.Equal(["new"], Store.Backlog());
        Assert.Equal((2, 1, 0), (Store.Count(sends: false).Accepted, Store.Count(sends: false).Completed, Store.Count(sends: false).Gap));
    }

    [Fact]
    public async Task Settle_BeyondTheBound_AsksForNoNewWork()
    {
        var stalled = Bed.StallNextCommit();
        var message = Message("m1");
        var append = Store.TryStoreAsync(message);
        await stalled;
        var room = 0;
        while (Store.Settle(Make.Done(message)))
        {
            room++;
        }

        Bed.Resume();
        await append;
        await Store.FlushedAsync();
        Assert.InRange(room, 90, 100_000);
        Assert.True(Store.Settle(Make.Done(message)));
        await Store.FlushedAsync();
        Assert.Equal(1, Store.Count(sends: false).Completed);
    }

    [Fact]
    public async Task Flush_AfterManySettlements_MeansThatAllAreSaved()
    {
        QueuedMessage[] messages = [.. Enumerable.Range(0, 1000).Select(i => Message($"m{i}"))];
        await Store.StoreAsync(messages);
        Parallel.ForEach(messages, message => Store.Settle(Make.Done(message)));
        await Store.FlushedAsync();
        Assert.Equal((1000, 0), (Store.Count(sends: false).Completed, Store.Count(sends: false).WaitingTotal));
    }

    [Fact]
    public async Task AddDeaths_OnWaitingMessages_IsRemembered()
    {
        QueuedMessage[] messages = [Message("m1"), Message("m2"), Message("m3")];
        await Store.StoreAsync(messages[..2]);
        Time.JumpWallClock(TimeSpan.FromDays(1));
        await Store.StoreAsync(messages[2]);
        await Store.AddDeathsAsync([messages[0].Position, messages[2].Position, 999], CancellationToken.None);
        await Store.AddDeathsAsync([messages[2].Position], CancellationToken.None);
        await Bed.RestartAsync();

        Assert.Equal([1, 0, 2], Store.ReadBacklog(Make.App, Priority.Normal, 0, 10).Select(message => message.Deaths));
    }

    [Fact]
    public async Task Probe_OfAHealthyStore_Succeeds()
    {
        await Store.ProbeAsync(CancellationToken.None);
        Assert.Null(Store.Refusal);
    }
}
