using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Fact]
    public async Task ReadDue_OverDaysAndPriorities_IsEarliestFirst()
    {
        var now = Time.GetUtcNow();
        var due = new List<(TimeSpan Due, long Position)>();
        for (var i = 0; i < 30; i++)
        {
            var after = TimeSpan.FromMinutes(i * 7 % 10);
            var message = Scheduled(now + Day + after, (Priority)(i % 5));
            await Store.StoreAsync(message);
            due.Add((after, message.Position));
            Time.JumpWallClock(i % 10 == 9 ? Day / 3 : TimeSpan.Zero);
        }

        await Store.StoreAsync(Make.Message(Time, queue: Queues.Sends, due: now));
        var expected = due.Order().Select(entry => entry.Position).ToList();
        Assert.Equal(expected, Store.ReadDue(Queues.Scheduled, now + (Day * 2), 100).Select(message => message.Position));
        Assert.Equal(expected.Take(11), Store.ReadDue(Queues.Scheduled, now + (Day * 2), 11).Select(message => message.Position));
        Assert.Equal(due.Where(entry => entry.Due <= TimeSpan.FromMinutes(3)).Order().Select(entry => entry.Position), Store.ReadDue(Queues.Scheduled, now + Day + TimeSpan.FromMinutes(3), 100).Select(message => message.Position));
        Assert.Empty(Store.ReadDue(Queues.Scheduled, now, 100));
        Assert.All(Store.ReadDue(Queues.Scheduled, now + (Day * 2), 100), message => Assert.True(message.Payload.IsEmpty && message.IsFromBacklog));
        Assert.Equal(now + Day, Store.NextDue(Queues.Scheduled));
        Assert.Equal(now, Store.NextDue(Queues.Sends));
        Assert.Null(Store.NextDue(Make.App));
    }

    [Fact]
    public async Task Scheduled_WithoutATime_IsDueAtOnce()
    {
        var message = Scheduled(default);
        await Store.StoreAsync(message);
        Assert.Equal(message.Id, Assert.Single(Store.ReadDue(Queues.Scheduled, Time.GetUtcNow(), 10)).Id);
    }

    [Fact]
    public async Task Scheduled_CountsAsASend_DelayedUntilItIsDue()
    {
        var message = Scheduled(Time.GetUtcNow() + TimeSpan.FromHours(1));
        await Store.StoreAsync(message, Make.Message(Time, queue: Queues.Scheduled, park: "why"));
        var counts = Store.Count(sends: true);
        Assert.Equal((2, 0, 1, 1, null), (counts.Accepted, counts.WaitingTotal, counts.Delayed, counts.Parked, counts.OldestUtc));
        Assert.Equal(0, Store.Count(sends: false).Accepted);
        Time.Advance(TimeSpan.FromHours(1));
        counts = Store.Count(sends: true);
        Assert.Equal((1, 0), (counts.WaitingTotal, counts.Delayed));
        await Store.SettleAsync(Make.Expire(message));
        Assert.Equal(1, Store.Count(sends: true).Expired);
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Move_OfWhatIsDue_KeepsItAndAnnouncesItInTheGivenOrder()
    {
        var now = Time.GetUtcNow();
        QueuedMessage[] messages = [Scheduled(now + TimeSpan.FromMinutes(2), text: "b"), Scheduled(now + TimeSpan.FromMinutes(1), Priority.High, "a"), Scheduled(now + TimeSpan.FromMinutes(2), text: "c"), Scheduled(now + Day)];
        await Store.StoreAsync(messages);
        Time.JumpWallClock(Day / 2);
        await Store.StoreAsync(Make.Message(Time, queue: Queues.Sends, text: "live"));
        var due = Store.ReadDue(Queues.Scheduled, Time.GetUtcNow(), 100);
        Assert.Equal(3, await Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        await Store.FlushedAsync();

        var late = Bed.Announced.Where(message => message.IsLate).ToList();
        Assert.Equal(["a", "b", "c"], Texts(late));
        Assert.Equal([messages[1].Id, messages[0].Id, messages[2].Id], late.Select(message => message.Id));
        Assert.Equal([messages[1].Conversation, messages[0].Conversation, messages[2].Conversation], late.Select(message => message.Conversation));
        Assert.All(late, message => Assert.Equal((Queues.Sends, default, "shop"), (message.Queue, message.Due, message.Number)));
        Assert.Equal(["b", "a", "c", "live"], Store.Backlog(Queues.Sends));
        Assert.Equal(Queues.Sends, Store.Find(messages[0].Id)!.Queue);
        Assert.Equal(now + Day, Store.NextDue(Queues.Scheduled));
        Assert.Equal(0, await Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        Assert.Equal(3, Bed.Announced.Count(message => message.IsLate));
        await Store.SettleAsync(Make.Done(late[0]), Make.Park(late[1]));
        Store.AssertNoGap();
        await Bed.KillAsync();
        Assert.Equal(["c", "live"], Store.Backlog(Queues.Sends));
    }

    [Fact]
    public async Task Move_OfWhatWaitsNoMore_LeavesItOut()
    {
        var (gone, stays) = (Scheduled(Time.GetUtcNow()), Scheduled(Time.GetUtcNow()));
        await Store.StoreAsync(gone, stays);
        var due = Store.ReadDue(Queues.Scheduled, Time.GetUtcNow(), 10);
        await Store.SettleAsync(Make.Expire(gone));
        Assert.Equal(1, await Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        Assert.Equal(0, await Store.MoveAsync([], Queues.Sends, CancellationToken.None));
        Assert.Equal(stays.Id, Assert.Single(Bed.Announced, message => message.IsLate).Id);
        Store.AssertNoGap();
    }

    [Fact]
    public async Task Move_FromSendsToEvents_IsRefused()
    {
        var message = Scheduled(Time.GetUtcNow());
        await Store.StoreAsync(message);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.MoveAsync([message], Make.App, CancellationToken.None));
    }

    /// <summary>One of two days is moved, the other is not: each message is in one queue, and those that were moved are announced.</summary>
    [Fact]
    public async Task Move_InACommitThatFailsHalfway_AnnouncesWhatWasMoved()
    {
        var now = Time.GetUtcNow();
        await Store.StoreAsync(Scheduled(now, text: "old"));
        Time.JumpWallClock(Day);
        await Store.StoreAsync(Scheduled(now, text: "new"));
        var due = Store.ReadDue(Queues.Scheduled, Time.GetUtcNow(), 10);
        Bed.FailAfterNextMove();
        await Assert.ThrowsAsync<StoreException>(() => Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        await Store.HealedAsync();
        await Store.FlushedAsync();

        Assert.Equal(["new"], Store.Backlog(Queues.Sends));
        Assert.Equal(["old"], Store.Backlog(Queues.Scheduled));
        Assert.Equal(["new"], Texts(Bed.Announced.Where(message => message.IsLate)));
        Assert.Equal(1, await Store.MoveAsync(Store.ReadDue(Queues.Scheduled, Time.GetUtcNow(), 10), Queues.Sends, CancellationToken.None));
        await Store.FlushedAsync();
        Assert.Equal(["new", "old"], Texts(Bed.Announced.Where(message => message.IsLate)));
        Store.AssertNoGap();
    }

    /// <summary>Whoever reads sends while some are moved sees none before it was announced.</summary>
    [Fact]
    public async Task Move_WhileSendsAreRead_IsSeenOnlyOnceAnnounced()
    {
        await Store.StoreAsync([.. Enumerable.Range(0, 200).Select(_ => Scheduled(Time.GetUtcNow()))]);
        using var stop = new CancellationTokenSource();
        var early = 0;
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var seen = Store.ReadBacklog(Queues.Sends, Priority.Normal, 0, 1000);
                var announced = Bed.Announced.Where(message => message.IsLate).Select(message => message.Position).ToHashSet();
                early += seen.Count(message => !announced.Contains(message.Position));
            }
        });
        var moved = 0;
        while (moved < 200)
        {
            moved += await Store.MoveAsync(Store.ReadDue(Queues.Scheduled, Time.GetUtcNow(), 5), Queues.Sends, CancellationToken.None);
        }

        await stop.CancelAsync();
        await reader;
        Assert.Equal(0, early);
        Assert.Equal(200, Bed.Announced.Count(message => message.IsLate));
    }

    private QueuedMessage Scheduled(DateTimeOffset due, Priority priority = Priority.Normal, string text = "{}") =>
        Make.Message(Time, lane: $"contact:{due:u}", queue: Queues.Scheduled, priority: priority, text: text, due: due);
}
