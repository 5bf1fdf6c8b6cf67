using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Conversations whose messages differ in priority, and messages that come late: in order, once, none lost.</summary>
public sealed class LaneBookMixedTests
{
    [Fact]
    public void Backlog_OfMixedPriorities_IsWorkedInTheOrderOfEachConversation()
    {
        var rig = new BookRig();
        rig.Store.Store([.. Enumerable.Range(0, 200).Select(i => MemoryStore.Message("send", $"{(i % 7) + 1}", (Priority)(i * 3 % 5)))]);
        rig.Open();
        var done = rig.Drain();
        Assert.Equal(200, done.Distinct().Count());
        Assert.Equal(200, done.Count);
        Assert.All(done.GroupBy(position => (position - 1) % 7), lane => Assert.Equal(lane.Order(), lane));
        Assert.Equal(0, rig.Book.Conversations);
    }

    /// <summary>The window and the conversation are full of low ones; the high one stands at the very end.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void HighMessage_BehindLowOnes_LiftsItsConversation(bool isLive)
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100, HighShare = 90, NormalShare = 5, LowShare = 5 });
        rig.Store.Store([.. Enumerable.Range(0, 300).Select(i => MemoryStore.Message("send", $"{i + 10}", Priority.Low))]);
        rig.Store.Store([.. Enumerable.Range(0, 20).Select(_ => MemoryStore.Message("send", "1", Priority.Batch))]);
        if (!isLive)
        {
            rig.Store.Store(MemoryStore.Message("send", "1", Priority.Critical));
        }

        rig.Open();
        rig.ReadAll();
        if (isLive)
        {
            rig.Commit("1", Priority.Critical);
            rig.ReadAll();
        }

        var taken = new List<ulong>();
        while (taken.Count < 30)
        {
            var message = rig.Take();
            taken.Add(message.Conversation);
            rig.Complete(message);
            rig.ReadAll();
        }

        Assert.InRange(taken.Count(lane => lane == 1), 20, 21); // nine of ten turns until the high one has gone
    }

    /// <summary>A lane that waits for the reader behind a full window of others is read as soon as something urgent waits in it.</summary>
    [Fact]
    public void HighMessage_OfALaneThatWaitsForTheReader_MovesItUp()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100, MaxPerConversation = 1 });
        rig.ReadAll();
        rig.Commit("1", Priority.Low);
        rig.Commit("1", Priority.Low);
        var first = rig.Take();
        for (var i = 0; i < 100; i++)
        {
            rig.Commit($"{i + 10}", Priority.Normal); // more than low ones are let in beside
        }

        rig.Commit("2", Priority.Low);
        rig.Complete(first); // the second waits for the reader now
        rig.Commit("1", Priority.High);
        rig.ReadAll();
        Assert.Equal(1UL, rig.Take().Conversation);
    }

    /// <summary>What is done may still stand in the store: a cursor that begins to lag only now does not lag behind it.</summary>
    [Fact]
    public void Cursor_ThatBeginsToLag_CoversNothingThatWasDoneBefore()
    {
        var rig = new BookRig(new LaneOptions { MaxConversations = 100 });
        rig.Store.AppliesAtOnce = false;
        rig.ReadAll();
        for (var i = 0; i < 10; i++)
        {
            rig.Commit($"{i + 10}", Priority.High);
            rig.Take();
        }

        var done = rig.Commit("1");
        rig.Complete(rig.Take());
        for (var i = 0; i < 90; i++)
        {
            rig.Commit($"{i + 100}", i < 80 ? Priority.Normal : Priority.Critical);
        }

        rig.Commit("2", Priority.High); // one conversation too many
        for (var i = 0; i < 90; i++)
        {
            rig.Complete(rig.Take());
        }

        rig.Commit("1");
        var rest = rig.Drain();
        Assert.DoesNotContain(done.Position, rest);
        Assert.Equal([102, 103], rest.Order());
    }

    [Fact]
    public void Late_BeforeWhatWasRead_IsPlacedOnceInItsOwnLane()
    {
        var rig = new BookRig();
        var (a, b) = (rig.Schedule("100"), rig.Schedule("100", Priority.High));
        rig.Commit("1");
        rig.Open();
        rig.ReadAll();
        rig.Commit("2");
        rig.Move(a, b);
        rig.Commit("3");
        Assert.Equal([1, 2, 3, 4, 5], rig.Drain().Order());
        Assert.Equal(0, rig.Book.Conversations);
    }

    /// <summary>Moved before the restart and still unread, while more of the same lane is announced: the first goes first.</summary>
    [Fact]
    public void Late_BehindOneThatOnlyTheStoreHolds_WaitsForIt()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100 });
        rig.Store.Store([.. Enumerable.Range(0, 200).Select(i => MemoryStore.Message("send", $"{i + 1000}"))]);
        var (a, b) = (rig.Schedule("1"), rig.Schedule("1"));
        rig.Move(a);
        rig.Open();
        rig.ReadAll(); // only what is as urgent as they are is left, and they with it
        rig.Move(b);
        var done = rig.Drain();
        Assert.Equal([a.Position, b.Position], done.Where(position => position > 200));
        Assert.Equal(202, done.Count);
    }

    /// <summary>The cursor has not come so far when it is announced, and meets it when it is done already.</summary>
    [Fact]
    public void Late_MetByACursorAfterwards_IsNotTakenAgain()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100 });
        rig.Store.AppliesAtOnce = false;
        for (var i = 0; i < 200; i++)
        {
            rig.Store.Store(MemoryStore.Message("send", $"{i + 10}"));
        }

        var late = rig.Schedule("1", Priority.Normal);
        rig.Open();
        rig.ReadAll();
        rig.Move(late);
        Assert.Equal(Enumerable.Range(1, 201).Select(i => (long)i), rig.Drain().Order());
        Assert.Equal(0, rig.Book.Conversations);
    }

    /// <summary>A late message among others of its conversation that came after it, in every state that its lane may be in.</summary>
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Late_AmongLaterOnes_IsWorkedOnce(int state)
    {
        var rig = new BookRig(new LaneOptions { MaxPerConversation = 2 });
        var late = rig.Schedule("1");
        rig.Open();
        rig.ReadAll();
        for (var i = 0; i < 6; i++)
        {
            rig.Commit("1");
        }

        var head = rig.Take();
        if (state == 1)
        {
            rig.Move(late);
        }

        rig.Book.Finish(head, state == 2 ? new LaneOutcome(LaneOutcomeKind.Retry, rig.Time.GetUtcNow()) : LaneOutcome.Hold);
        if (state == 3)
        {
            rig.Store.OnRead = _ =>
            {
                rig.Store.OnRead = static _ => { };
                rig.Move(late); // while the reader is on its way
            };
        }
        else if (state != 1)
        {
            rig.Move(late);
        }

        rig.Book.Resume(rig.Time.GetUtcNow());
        Assert.Equal(Enumerable.Range(1, 7).Select(i => (long)i), rig.Drain().Order());
        Assert.Equal(0, rig.Book.Conversations);
    }

    [Fact]
    public void Late_InAQueueOfOnePriorityPerConversation_IsRefusedWithTheReason()
    {
        var book = new LaneBook(new LaneOptions(), 0, new ManualTime());
        var error = Assert.Throws<InvalidOperationException>(() => book.Admit(new Store.QueuedMessage { Queue = "app:x", Number = "n", ReceivedUtc = default, IsLate = true, Position = 1 }));
        Assert.Contains("mixed priorities", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Room_FullWindowOrTooManyConversations_IsNone()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 100, MaxConversations = 100 });
        rig.ReadAll();
        Assert.Equal(85, rig.Book.Room);
        for (var i = 0; i < 85; i++)
        {
            rig.Commit($"{i + 1}");
        }

        Assert.Equal(0, rig.Book.Room);
        var late = rig.Schedule("500");
        rig.Move(late);
        Assert.Equal(0, rig.Book.Room);
        Assert.Equal(86, rig.Drain().Count);
        Assert.Equal(85, rig.Book.Room);
    }

    /// <summary>Urgent conversations come and go for ever while a cursor lags: what is remembered of them stays bounded.</summary>
    [Fact]
    public void Remembered_WhileACursorLags_StaysBounded()
    {
        var rig = new BookRig(new LaneOptions { MaxMessages = 1000, MaxConversations = 100 });
        rig.Store.AppliesAtOnce = false;
        rig.Store.Store([.. Enumerable.Range(0, 200).Select(i => MemoryStore.Message("send", $"{i + 10}", Priority.Low))]);
        rig.Open();
        rig.ReadAll();
        var low = new List<Store.QueuedMessage>();
        while (rig.Book.TryTake(out var message))
        {
            low.Add(message);
        }

        for (var i = 0; i < 2000; i++)
        {
            rig.Commit($"{i + 1000}", Priority.High);
            rig.ReadAll();
            var message = rig.Take();
            Assert.Equal(Priority.High, message.Priority);
            rig.Complete(message);
            Assert.InRange(rig.Book.Remembered, 0, rig.Options.MaxConversations + 3);
        }

        low.ForEach(rig.Complete);
        Assert.Equal(200 - low.Count, rig.Drain().Count);
    }
}
