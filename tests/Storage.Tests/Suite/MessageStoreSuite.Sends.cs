using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Trace_OfSeveralDays_IsReadInTheOrderInWhichItWasRecorded()
    {
        var send = await SendAsync();
        var traces = new List<TraceEntry>();
        foreach (var kind in new[] { TraceKind.Attempt, TraceKind.Unknown, TraceKind.Attempt, TraceKind.Accepted, TraceKind.Delivered })
        {
            traces.Add(Trace(send, kind, "202", kind == TraceKind.Accepted ? "meta:42:wamid.1" : null));
            Assert.Equal(AppendStatus.Stored, (await TraceAsync(traces[^1])).Status);
            Time.JumpWallClock(kind == TraceKind.Unknown ? Day * 2 : TimeSpan.FromSeconds(-1)); // a clock that is set back changes no order
        }

        Assert.Equal(traces, Store.ReadTrace(send.Id));
        await Bed.KillAsync();
        Assert.Equal(traces, Store.ReadTrace(send.Id));
        Assert.Empty(Store.ReadTrace(send.Id with { Position = send.Position + 1 }));
        Assert.Empty(Store.ReadTrace(send.Id with { Epoch = (ushort)(send.Id.Epoch + 1) }));
    }

    [Fact]
    public async Task Trace_WrittenAgain_IsKeptOnce()
    {
        var send = await SendAsync();
        var entry = Trace(send, TraceKind.Attempt);
        await TraceAsync(entry, entry);
        await TraceAsync(entry);
        Time.JumpWallClock(Day);
        await TraceAsync(entry);
        await TraceAsync(entry with { Number = "other" });
        Assert.Equal([entry, entry with { Number = "other" }], Store.ReadTrace(send.Id));
    }

    [Fact]
    public async Task Trace_OfAnotherStore_IsNotTaken()
    {
        var send = await SendAsync();
        await TraceAsync(Trace(send, TraceKind.Attempt) with { Message = send.Id with { Epoch = (ushort)(send.Id.Epoch + 1) } });
        Assert.Empty(Store.ReadTrace(send.Id));
    }

    [Fact]
    public async Task Trace_WithAnEnd_IsSavedWithItWhateverTheDay()
    {
        var send = await SendAsync();
        Time.JumpWallClock(Day);
        var entry = Trace(send, TraceKind.Accepted, "200", "meta:42:wamid.7");
        await Store.SettleAsync(new Settlement(SettlementKind.Complete, send, Trace: entry));
        await Bed.KillAsync();
        Assert.Equal([entry], Store.ReadTrace(send.Id));
        Assert.Equal(send.Id, Store.FindSent("meta:42:wamid.7"));
        Assert.Equal(MessageState.Completed, Store.Find(send.Id)!.State);
    }

    [Fact]
    public async Task Trace_OfAnEndThatHadToBeSavedTwice_IsKeptOnce()
    {
        var send = await SendAsync();
        Bed.FailAfterNextCommit(ofMessages: false);
        var entry = Trace(send, TraceKind.Refused, "131026");
        Store.Settle(new Settlement(SettlementKind.Park, send, "refused", Trace: entry));
        await Store.HealedAsync();
        await Store.FlushedAsync();
        Assert.Equal([entry], Store.ReadTrace(send.Id));
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Trace_WhenWritesFail_IsNotStored()
    {
        var send = await SendAsync();
        Bed.BreakWrites();
        var entry = Trace(send, TraceKind.Attempt);
        var result = await Store.AppendAsync([Message()], [entry]).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Bed.MendWrites();
        await Store.HealedAsync();
        Assert.Equal(AppendStatus.Unavailable, result.Status);
        Assert.Empty(Store.ReadTrace(send.Id));
    }

    [Fact]
    public async Task FindSent_KnowsTheNewestForAMonth()
    {
        var (first, second) = (await SendAsync(), await SendAsync());
        await TraceAsync(Trace(first, TraceKind.Accepted, providerKey: "evolution:a:1"), Trace(first, TraceKind.Accepted, providerKey: "evolution:a:2") with { Number = "n2" });
        Assert.Null(Store.FindSent("evolution:a:3"));
        Assert.Equal(first.Id, Store.FindSent("evolution:a:1"));
        Time.JumpWallClock(Day);
        await TraceAsync(Trace(second, TraceKind.Accepted, providerKey: "evolution:a:1"));
        await Bed.RestartAsync();
        Assert.Equal(second.Id, Store.FindSent("evolution:a:1"));
        Assert.Equal(first.Id, Store.FindSent("evolution:a:2"));
        Time.JumpWallClock(Day * 30);
        Assert.Equal(first.Id, Store.FindSent("evolution:a:2"));
        Time.JumpWallClock(Day);
        Assert.Null(Store.FindSent("evolution:a:2"));
        Assert.Equal(second.Id, Store.FindSent("evolution:a:1"));
    }

    [Fact]
    public async Task CompleteParked_TakesItOutAsDone()
    {
        var send = await SendAsync();
        Assert.False(await Store.CompleteParkedAsync(send.Id, "delivered", CancellationToken.None));
        await Store.SettleAsync(Make.Park(send, "outcome unknown"));
        Time.JumpWallClock(Day);
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.CompleteParkedAsync(send.Id, "delivered", CancellationToken.None)));

        Assert.Single(results, result => result);
        var counts = Store.Count(sends: true);
        Assert.Equal((1, 1, 0, 0, 0), (counts.Accepted, counts.Completed, counts.Dropped, counts.Parked, counts.Gap));
        Assert.Equal((MessageState.Completed, "delivered"), (Store.Find(send.Id)!.State, Store.Find(send.Id)!.Reason));
        Assert.Empty(Store.ListParked(null, 10));
        Assert.Empty(Store.ReadAudit(10));
        Assert.Null(await Store.RetryParkedAsync(send.Id, "anna", CancellationToken.None));
    }

    [Fact]
    public async Task Once_TheSameKeyWithinADay_GetsTheFirstsId()
    {
        var first = Once("k", 1);
        await Store.StoreAsync(first);
        Time.JumpWallClock(TimeSpan.FromHours(23.9));
        await Bed.KillAsync();
        var (same, other, free) = (Once("k", 1), Once("k", 2), Once("K", 1));
        var result = await Store.StoreAsync(same, other, free);

        Assert.Equal((1, 2), (result.Stored, result.Duplicates));
        Assert.Equal((true, false, first.Id), (same.IsDuplicate, same.IsOnceConflict, same.Id));
        Assert.Equal((true, true, first.Id), (other.IsDuplicate, other.IsOnceConflict, other.Id));
        Assert.False(free.IsDuplicate);
        Assert.Equal(2, Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Once_TwoInOneBatch_TheFirstWins()
    {
        var (first, second) = (Once("k", 1), Once("k", 2));
        await Store.StoreAsync(first, second);
        Assert.Equal((false, true, true, first.Id), (first.IsDuplicate, second.IsDuplicate, second.IsOnceConflict, second.Id));
    }

    [Fact]
    public async Task Once_AfterADay_IsStoredAnewAndRememberedAnew()
    {
        var first = Once("k", 1);
        await Store.StoreAsync(first);
        Time.JumpWallClock(Day);
        var second = Once("k", 2);
        await Store.StoreAsync(second);
        Assert.False(second.IsDuplicate || second.IsOnceConflict);
        Assert.NotEqual(first.Id, second.Id);
        Time.JumpWallClock(TimeSpan.FromHours(1));
        var third = Once("k", 2);
        await Store.StoreAsync(third);
        Assert.Equal((true, second.Id), (third.IsDuplicate, third.Id));
    }

    [Fact]
    public async Task Once_OfACommitThatFailed_IsNotRemembered()
    {
        await Store.StoreAsync(Message());
        Bed.BreakWrites();
        var message = Once("k", 1);
        Assert.Equal(AppendStatus.Unavailable, (await Store.TryStoreAsync(message)).Status);
        Bed.MendWrites();
        await Store.HealedAsync();
        await Store.StoreAsync(message);
        Assert.False(message.IsDuplicate);

        Bed.FailAfterNextCommit();
        var durable = Once("l", 1);
        Assert.Equal(AppendStatus.Unavailable, (await Store.TryStoreAsync(durable)).Status);
        await Store.HealedAsync();
        var again = Once("l", 1);
        await Store.StoreAsync(again);
        Assert.Equal((true, durable.Id), (again.IsDuplicate, again.Id));
    }

    [Fact]
    public async Task History_UnderAKeyOfItsOwn_IsFoundThereEvenWhenPutBack()
    {
        var send = new QueuedMessage { Queue = Queues.Sends, Number = "shop", LaneKey = "49170:12:00", HistoryKey = "49170", ReceivedUtc = Time.GetUtcNow(), Payload = Make.Payload("{}") };
        await Store.StoreAsync(send);
        Assert.Equal([send.Id], Store.History("49170", null, 10).Select(record => record.Id));
        Assert.Empty(Store.History("49170:12:00", null, 10));
        await Store.SettleAsync(Make.Park(send));
        var again = await Store.RetryParkedAsync(send.Id, "anna", CancellationToken.None);
        await Bed.RestartAsync();
        Assert.Equal([again, send.Id], Store.History("49170", null, 10).Select(record => (MessageId?)record.Id));
        Assert.Equal(again, Assert.Single(Store.ReadConversation(Queues.Sends, send.Conversation, 1, long.MaxValue, 10)).Id);
    }

    [Fact]
    public async Task ReadFrom_AnyState_IsInOrderWithPayloads()
    {
        var expected = new List<(long, string, MessageState)>();
        for (var i = 0; i < 12; i++)
        {
            var message = Make.Message(Time, queue: i % 3 == 0 ? Queues.Sends : i % 3 == 1 ? Queues.None : Make.App, text: $"t{i}", park: i == 5 ? "why" : null, due: i == 6 ? Time.GetUtcNow() + Day * 9 : default);
            await Store.StoreAsync(message);
            if (i == 2)
            {
                await Store.SettleAsync(Make.Done(message));
            }

            expected.Add((message.Position, $"t{i}", i switch { 5 => MessageState.Parked, 6 => MessageState.Delayed, 2 => MessageState.Completed, _ => i % 3 == 1 ? MessageState.Completed : MessageState.Waiting }));
            Time.JumpWallClock(Day / 4);
        }

        var paged = new List<MessageRecord>();
        for (var page = Store.ReadFrom(0, 5); page.Count > 0; page = Store.ReadFrom(page[^1].Id.Position, 5))
        {
            paged.AddRange(page);
        }

        Assert.Equal(expected, paged.Select(record => (record.Id.Position, Make.Text(record.Payload), record.State)));
        Assert.Equal(4, Store.ReadFrom(8, 100).Count);
    }

    [Fact]
    public async Task Read_FromTheStore_SaysSo()
    {
        var live = await SendAsync();
        Assert.False(live.IsFromBacklog);
        Assert.True(Assert.Single(Store.ReadBacklog(Queues.Sends, Priority.Normal, 0, 10)).IsFromBacklog);
        Assert.True(Assert.Single(Store.ReadConversation(Queues.Sends, live.Conversation, 1, 10, 10)).IsFromBacklog);
    }

    private async Task<QueuedMessage> SendAsync()
    {
        var send = Make.Message(Time, queue: Queues.Sends);
        await Store.StoreAsync(send);
        return send;
    }

    [Fact]
    public async Task Recall_KnownOnceKey_MarksAndStoresNothing()
    {
        var first = Once("ops:1", 7);
        await Store.StoreAsync(first);
        var (same, other, unknown, keyless) = (Once("ops:1", 7), Once("ops:1", 8), Once("ops:2", 7), new QueuedMessage { Queue = Queues.Sends, Number = "", ReceivedUtc = Time.GetUtcNow() });

        Assert.True(await Store.RecallAsync(same, CancellationToken.None));
        Assert.True(await Store.RecallAsync(other, CancellationToken.None));
        Assert.False(await Store.RecallAsync(unknown, CancellationToken.None));
        Assert.False(await Store.RecallAsync(keyless, CancellationToken.None));
        Assert.Equal((first.Id, true, false), (same.Id, same.IsDuplicate, same.IsOnceConflict));
        Assert.Equal((first.Id, true, true), (other.Id, other.IsDuplicate, other.IsOnceConflict));
        Assert.False(unknown.IsDuplicate);
        Assert.Equal(1, Store.Count(sends: true).Accepted);
    }

    private QueuedMessage Once(string key, ulong body) => new()
    {
        Queue = Queues.Sends,
        Number = "shop",
        OnceKey = key,
        OnceBody = body,
        ReceivedUtc = Time.GetUtcNow(),
        Payload = Make.Payload("{}"),
    };

    private TraceEntry Trace(QueuedMessage send, TraceKind kind, string? answer = null, string? providerKey = null) =>
        new(send.Id, Time.GetUtcNow(), kind, "shop", answer, providerKey);

    private Task<AppendResult> TraceAsync(params TraceEntry[] entries) => Store.AppendAsync([], entries).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
