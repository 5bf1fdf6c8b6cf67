using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task ReadBacklog_OverSeveralDays_IsByPriorityInOrderAndBounded()
    {
        var expected = new Dictionary<Priority, List<long>>();
        for (var day = 0; day < 4; day++)
        {
            foreach (var priority in Enum.GetValues<Priority>())
            {
                for (var i = 0; i < 3; i++)
                {
                    var message = Make.Message(Time, priority: priority, text: "x");
                    await Store.StoreAsync(message, Make.Message(Time, queue: "app:other", priority: priority));
                    expected.TryAdd(priority, []);
                    expected[priority].Add(message.Position);
                }
            }

            Time.JumpWallClock(TimeSpan.FromDays(1));
        }

        await Bed.RestartAsync();
        foreach (var (priority, positions) in expected)
        {
            Assert.Equal(positions, Store.ReadBacklog(Make.App, priority, 0, 100).Select(message => message.Position));
            Assert.Equal(positions[..7], Store.ReadBacklog(Make.App, priority, 0, 7).Select(message => message.Position));
            Assert.Equal(positions[5..9], Store.ReadBacklog(Make.App, priority, positions[4], 4).Select(message => message.Position));
            Assert.Empty(Store.ReadBacklog(Make.App, priority, positions[^1], 4));
            Assert.Empty(Store.ReadBacklog(Make.App, priority, 0, 0));
        }

        Assert.Empty(Store.ReadBacklog("app:unknown", Priority.Normal, 0, 10));
        Assert.Equal([Make.App, "app:other"], Store.WaitingQueues().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadBacklog_OfAMessage_SaysAllThatTheLanesNeed()
    {
        var due = Time.GetUtcNow() + TimeSpan.FromHours(1);
        var message = Make.Message(Time, "m1", lane: "meta:1:+49", priority: Priority.High, due: due, number: "support");
        await Store.StoreAsync(message);
        await Bed.RestartAsync();

        var read = Assert.Single(Store.ReadBacklog(Make.App, Priority.High, 0, 10));
        Assert.Equal(
            (message.Id, message.Position, message.Conversation, message.Number, message.Kind, message.ReceivedUtc, due, Priority.High),
            (read.Id, read.Position, read.Conversation, read.Number, read.Kind, read.ReceivedUtc, read.Due, read.Priority));
        Assert.True(read.Payload.IsEmpty);
        Assert.True(Store.LoadPayload(read));
        Assert.Equal(message.Payload.ToArray(), read.Payload.ToArray());
    }

    [Fact]
    public async Task ReadConversation_InARange_GivesOnlyItsMessagesOfEveryPriorityInOrder()
    {
        var mine = new List<QueuedMessage>();
        for (var i = 0; i < 30; i++)
        {
            var message = Make.Message(Time, lane: i % 3 == 0 ? "mine" : $"other{i}", priority: (Priority)(i % 5));
            await Store.StoreAsync(message);
            if (i % 3 == 0)
            {
                mine.Add(message);
            }

            if (i % 10 == 9)
            {
                Time.JumpWallClock(TimeSpan.FromDays(1));
            }
        }

        var positions = mine.ConvertAll(message => message.Position);
        var lane = mine[0].Conversation;
        Assert.Equal(positions, Read(0, long.MaxValue, 100));
        Assert.Equal(positions[2..7], Read(positions[2], positions[6], 100));
        Assert.Equal(positions[2..4], Read(positions[2], positions[6], 2));
        Assert.Empty(Read(positions[2] + 1, positions[3] - 1, 100));
        await Store.SettleAsync(Make.Done(mine[3]));
        Assert.Equal(positions.Except([positions[3]]), Read(0, long.MaxValue, 100));

        IEnumerable<long> Read(long from, long to, int limit) => Store.ReadConversation(Make.App, lane, from, to, limit).Select(message => message.Position);
    }

    [Fact]
    public void LoadPayload_OfAnUnknownMessage_SaysSo() =>
        Assert.False(Store.LoadPayload(new QueuedMessage { Queue = Make.App, Number = "shop", ReceivedUtc = Time.GetUtcNow(), Position = 42 }));

    [Fact]
    public async Task Find_OfIdsThatAreNotThere_IsNull()
    {
        var message = Message("m1");
        await Store.StoreAsync(message);
        Assert.NotNull(Store.Find(message.Id));
        Assert.Null(Store.Find(message.Id with { Position = message.Id.Position + 1 }));
        Assert.Null(Store.Find(message.Id with { TimeMs = message.Id.TimeMs + 1 }));
        Assert.Null(Store.Find(message.Id with { Epoch = (ushort)(message.Id.Epoch + 1) }));
        Assert.Null(Store.Find(default));
    }

    [Fact]
    public async Task History_OverSeveralDays_IsNewestFirstAndPaged()
    {
        var mine = new List<MessageId>();
        for (var i = 0; i < 40; i++)
        {
            var message = Message(lane: i % 2 == 0 ? "mine" : "other", text: $"t{i}");
            await Store.StoreAsync(message);
            if (i % 2 == 0)
            {
                mine.Insert(0, message.Id);
            }

            if (i % 4 == 0)
            {
                await Store.SettleAsync(Make.Done(message));
            }

            if (i % 13 == 12)
            {
                Time.JumpWallClock(TimeSpan.FromDays(1));
            }
        }

        await Bed.RestartAsync();
        var all = Store.History("mine", null, 100);
        Assert.Equal(mine, all.Select(record => record.Id));
        Assert.Equal("t38", Make.Text(all[0].Payload));
        Assert.Equal(MessageState.Completed, all[1].State);
        var paged = new List<MessageId>();
        for (var page = Store.History("mine", null, 7); page.Count > 0; page = Store.History("mine", page[^1].Id, 7))
        {
            paged.AddRange(page.Select(record => record.Id));
        }

        Assert.Equal(mine, paged);
        Assert.Empty(Store.History("nobody", null, 10));
        Assert.Empty(Store.History("mine", mine[^1], 10));
    }

    [Fact]
    public async Task Tail_AndPositions_NeverGoBack()
    {
        var last = 0L;
        for (var i = 0; i < 30; i++)
        {
            var message = Message();
            await Store.StoreAsync(message);
            Assert.Equal(++last, message.Position);
            Assert.True(Store.Tail >= last);
            Time.JumpWallClock(TimeSpan.FromHours(i % 3 == 2 ? -20 : 17));
            if (i % 5 == 4)
            {
                await Bed.RestartAsync();
                Assert.Equal(last, Store.Tail);
            }
        }

        Assert.Equal(30, Store.ReadBacklog(Make.App, Priority.Normal, 0, 100).Count);
    }

    [Fact]
    public async Task Reads_WhileItIsWritten_NeverFailAndNeverShowAGap()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(0, Store.Count(sends: false).Gap);
                Assert.All(Store.ReadBacklog(Make.App, Priority.Normal, 0, 50), message => Assert.True(Store.LoadPayload(message)));
                Assert.True(Store.History("lane", null, 5).Select(record => record.Id).Distinct().Count() <= 5);
            }
        })).ToList();
        for (var i = 0; i < 300; i++)
        {
            var (kept, done) = (Message(), Message());
            await Store.StoreAsync(kept, done);
            await Store.SettleAsync(i % 7 == 0 ? Make.Park(done) : Make.Done(done));
            if (i % 100 == 99)
            {
                Time.JumpWallClock(TimeSpan.FromDays(1));
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Store.AssertNoGap();
    }
}
