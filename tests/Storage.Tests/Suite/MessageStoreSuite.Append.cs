using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task Append_OneMessage_IsStoredAnnouncedAndWaits()
    {
        var message = Message("m1", text: "{\"a\":1}");
        var result = await Store.StoreAsync(message);
        await Store.FlushedAsync();

        Assert.Equal((1, 0), (result.Stored, result.Duplicates));
        Assert.Same(message, Assert.Single(Bed.Announced));
        Assert.Equal(["{\"a\":1}"], Store.Backlog());
        Assert.Equal(message.Position, Store.Tail);
        Assert.Equal([Make.App], Store.WaitingQueues());
    }

    [Fact]
    public async Task Append_ManyCallersAtOnce_AreAnnouncedInTheOrderOfTheirPositions()
    {
        var messages = Enumerable.Range(0, 500).Select(i => Message($"m{i}", lane: $"lane{i % 7}")).ToList();
        var results = await Task.WhenAll(messages.Select(message => Task.Run(() => Store.TryStoreAsync(message))));
        await Store.FlushedAsync();

        Assert.All(results, result => Assert.Equal(AppendStatus.Stored, result.Status));
        var positions = Bed.Announced.Select(message => message.Position).ToList();
        Assert.Equal(500, positions.Count);
        Assert.Equal(positions.Order(), positions);
        Assert.Equal(positions, Store.ReadBacklog(Make.App, Priority.Normal, 0, 1000).Select(message => message.Position));
    }

    [Fact]
    public async Task Append_FromOneCaller_KeepsItsOrder()
    {
        for (var i = 0; i < 50; i++)
        {
            await Store.StoreAsync(Message(null, text: $"a{i}"), Message(null, text: $"b{i}"));
        }

        Assert.Equal(Enumerable.Range(0, 50).SelectMany(i => new[] { $"a{i}", $"b{i}" }), Store.Backlog());
    }

    [Fact]
    public async Task Append_Nothing_IsStored()
    {
        var result = await Store.TryStoreAsync();
        Assert.Equal((AppendStatus.Stored, 0, 0), (result.Status, result.Stored, result.Duplicates));
    }

    [Fact]
    public async Task Append_ThreeMegabytes_ComesBackWhole()
    {
        var message = Message("big", text: new string('x', 3 * 1024 * 1024));
        await Store.StoreAsync(message);
        await Bed.RestartAsync();

        Assert.Equal(3 * 1024 * 1024, Store.Find(message.Id)!.Payload.Length);
        Assert.Equal(3 * 1024 * 1024, Assert.Single(Store.Backlog()).Length);
    }

    [Fact]
    public async Task Append_EmptyPayload_SpoilsNothing()
    {
        var empty = new QueuedMessage { Queue = Make.App, Number = "shop", ReceivedUtc = Time.GetUtcNow() };
        await Store.StoreAsync(empty, Message("other", text: "b"));
        Assert.True(Store.Find(empty.Id)!.Payload.IsEmpty);
        Assert.Equal(2, Store.Count(sends: false).WaitingTotal);
        Assert.Equal(2, Store.History("", null, 9).Count + Store.History("lane", null, 9).Count);
    }

    [Fact]
    public async Task Append_Ids_ParseBackAndGrow()
    {
        var messages = Enumerable.Range(0, 20).Select(_ => Message()).ToArray();
        await Store.StoreAsync(messages[..10]);
        await Bed.RestartAsync();
        await Store.StoreAsync(messages[10..]);

        Assert.All(messages, message =>
        {
            Assert.True(MessageId.TryParse(message.Id.ToString(), out var id));
            Assert.Equal(message.Id, id);
            Assert.Equal(message.Position, id.Position);
            Assert.NotNull(Store.Find(id));
        });
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), messages.Select(message => message.Position));
    }

    [Fact]
    public async Task Append_ToBeParkedOrForNobody_IsNotAnnounced()
    {
        var parked = Make.Message(Time, "p", park: "unreadable");
        var forNobody = Make.Message(Time, "n", queue: Queues.None);
        var waits = Message("w");
        await Store.StoreAsync(parked, forNobody, waits);
        await Store.FlushedAsync();

        Assert.Same(waits, Assert.Single(Bed.Announced));
        var counts = Store.Count(sends: false);
        Assert.Equal((3, 1, 1, 1, 0), (counts.Accepted, counts.Completed, counts.Parked, counts.WaitingTotal, counts.Gap));
        Assert.Equal(MessageState.Parked, Store.Find(parked.Id)!.State);
        Assert.Equal("unreadable", Store.Find(parked.Id)!.Reason);
        Assert.Equal(MessageState.Completed, Store.Find(forNobody.Id)!.State);
    }

    [Fact]
    public async Task Append_WhileWritesFail_IsRefusedAndLeavesNothing()
    {
        await Store.StoreAsync(Message("before"));
        Bed.BreakWrites();
        var refused = await Store.TryStoreAsync(Message("m1"));
        Bed.MendWrites();
        await Store.HealedAsync();

        Assert.Equal(AppendStatus.Unavailable, refused.Status);
        Assert.False(string.IsNullOrEmpty(refused.Reason));
        Assert.Equal(1, Store.Count(sends: false).Accepted);
        Assert.Null(Store.Refusal);
    }

    [Fact]
    public async Task Append_CommitThatFailedButIsDurable_IsAnnouncedOnceAndIsADuplicateLater()
    {
        Bed.FailAfterNextCommit();
        var message = Message("m1", text: "found");
        var refused = await Store.TryStoreAsync(message);
        await Store.HealedAsync();
        var again = await Store.StoreAsync(Message("m1"));
        var next = Message("m2", text: "next");
        await Store.StoreAsync(next);
        await Store.FlushedAsync();

        Assert.Equal(AppendStatus.Unavailable, refused.Status);
        Assert.Equal((0, 1), (again.Stored, again.Duplicates));
        Assert.Equal(["found", "next"], Texts(Bed.Announced));
        Assert.Equal([message.Id, next.Id], Bed.Announced.Select(found => found.Id));
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Append_TheSameObjectAgainAfterAFailure_IsStoredAndNotADuplicate()
    {
        var (first, second) = (Message("m1"), Message("m1"));
        await Store.StoreAsync(Message("before"));
        Bed.BreakWrites();
        Assert.Equal(AppendStatus.Unavailable, (await Store.TryStoreAsync(first, second)).Status);
        Bed.MendWrites();
        await Store.HealedAsync();

        await Store.StoreAsync(second);
        Assert.False(second.IsDuplicate);
        Assert.NotNull(Store.Find(second.Id));
    }

    [Fact]
    public async Task Append_OnAStalledDisk_IsRefusedWithinTheDeadlineAndGoesOnAfterwards()
    {
        var stalled = Bed.StallNextCommit();
        var message = Message("m1");
        var first = Store.TryStoreAsync(message);
        await stalled;
        var behind = Store.TryStoreAsync(Message("m2"));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(AppendStatus.Unavailable, (await first).Status);
        Assert.Equal(AppendStatus.Unavailable, (await behind).Status);
        Assert.Equal(AppendStatus.Unavailable, (await Store.TryStoreAsync(Message("m3"))).Status);
        Assert.NotNull(Store.Refusal);

        Bed.Resume();
        await Store.FlushedAsync();
        Assert.Null(Store.Refusal);
        Assert.Equal(1, (await Store.StoreAsync(Message("m1"))).Duplicates);
        Assert.Equal(1, (await Store.StoreAsync(Message("m2"))).Stored);
        Assert.Equal([message.Position, message.Position + 1], Bed.Announced.Select(announced => announced.Position));
    }

    [Fact]
    public async Task Append_SubscriberThatThrows_StopsNeitherTheStoreNorTheOthers()
    {
        var seen = 0;
        Store.Subscribe(_ => throw new InvalidOperationException("mine"));
        Store.Subscribe(messages => Interlocked.Add(ref seen, messages.Count));
        await Store.StoreAsync(Message("m1"));
        await Store.StoreAsync(Message("m2"));
        await Store.FlushedAsync();

        Assert.Equal(2, seen);
        Assert.Null(Store.Refusal);
    }
}
