using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>What is in memory and what stays in the store, step by step.</summary>
public sealed class LaneBookTests
{
    private const string Queue = "app:test";
    private readonly MemoryStore _store = new();
    private readonly ManualTime _time = new();
    private LaneOptions _options = new();
    private LaneBook _book = null!;
    private BacklogReader _reader = null!;

    [Fact]
    public void HotConversation_TenThousandMessages_DelaysNobodyAndFillsNothing()
    {
        _options = new LaneOptions { MaxMessages = 200 };
        Store(Enumerable.Repeat("7", 10_000));
        Store(Enumerable.Range(100, 50).Select(i => $"{i}"));
        Open();
        ReadAll();
        Assert.Equal(_options.MaxPerConversation + 50, _book.Window.Messages);
        Assert.Equal(51, _book.ReadyCount);
        var order = new List<ulong>();
        while (_book.TryTake(out var message))
        {
            order.Add(message.Conversation);
            Complete(message);
            if (order.Count >= 60)
            {
                break;
            }
        }

        Assert.Equal(50, order.Take(52).Distinct().Count() - 1); // all others within one round
    }

    [Fact]
    public void HotConversation_Live_IsReadAgainInOrder()
    {
        Open();
        ReadAll();
        Commit(Enumerable.Repeat("7", 1000));
        Assert.Equal(_options.MaxPerConversation, _book.Window.Messages);
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), DrainAll().Select(message => message.Position));
        Assert.Equal(0, _book.Conversations);
    }

    [Fact]
    public void RetryingHeads_LeaveTheWindowToOthers()
    {
        _options = new LaneOptions { MaxMessages = 100 };
        Open();
        ReadAll();
        var due = _time.GetUtcNow() + TimeSpan.FromHours(1);
        for (var lane = 1; lane <= 1000; lane++)
        {
            Commit([$"{lane}", $"{lane}", $"{lane}"]);
            ReadAll();
            Assert.True(_book.TryTake(out var message));
            Assert.Equal((ulong)lane, message.Conversation);
            _book.Finish(message, new LaneOutcome(LaneOutcomeKind.Retry, due));
        }

        Assert.Equal(0, _book.Window.Messages);
        Commit(["5000"]);
        Assert.True(_book.TryTake(out var free));
        Assert.Equal(5000UL, free.Conversation);
        Complete(free);

        // All of them are due in the same moment: they come back through the window, not around it.
        _time.Advance(TimeSpan.FromHours(1));
        _book.Resume(_time.GetUtcNow());
        var done = 0;
        while (done < 3000)
        {
            _reader.Step(CancellationToken.None);
            Assert.InRange(_book.Window.Messages, 1, _options.MaxMessages);
            while (_book.TryTake(out var message))
            {
                Complete(message);
                done++;
            }
        }
    }

    [Fact]
    public void Window_FullOfUrgent_KeepsRoomForTheOthers()
    {
        _options = new LaneOptions { MaxMessages = 100 };
        Store(Enumerable.Range(1, 500).Select(i => $"{i}"), Priority.High);
        Store(Enumerable.Range(1001, 500).Select(i => $"{i}"), Priority.Low);
        Store(Enumerable.Range(2001, 500).Select(i => $"{i}"));
        Open();
        ReadAll();
        var taken = new int[PriorityClass.Count];
        for (var i = 0; i < 900; i++)
        {
            Assert.InRange(_book.Window.Messages, 0, _options.MaxMessages);
            ReadAll();
            Assert.True(_book.TryTake(out var message));
            taken[PriorityClass.Of(message.Priority)]++;
            Complete(message);
        }

        Assert.Equal(900 * 0.5, taken[PriorityClass.High], 20.0);
        Assert.Equal(900 * 0.3, taken[PriorityClass.Normal], 20.0);
        Assert.Equal(900 * 0.2, taken[PriorityClass.Low], 20.0);
    }

    [Fact]
    public void Window_FullOfBytes_ReadsNoFurther()
    {
        _options = new LaneOptions { MaxBytes = 10_000 };
        for (var i = 1; i <= 100; i++)
        {
            _store.Store(MemoryStore.Message(Queue, $"{i % 3}", payload: new string('x', 999)));
        }

        Open();
        ReadAll();
        Assert.InRange(_book.Window.Bytes, 5000, 10_000);
        Assert.Equal(100, DrainAll().Count);
    }

    /// <summary>The same, for messages that a conversation left behind: a fetch stops where the bytes end.</summary>
    [Fact]
    public void Fetch_LargeMessages_StopsWhereTheBytesEnd()
    {
        _options = new LaneOptions { MaxBytes = 10_000 };
        Open();
        ReadAll();
        _store.Commit();
        for (var i = 0; i < 200; i++)
        {
            var message = MemoryStore.Message(Queue, "1", payload: new string('x', 999));
            _store.Commit(message);
        }

        var positions = new List<long>();
        while (positions.Count < 200)
        {
            ReadAll();
            Assert.InRange(_book.Window.Bytes, 0, 10_000);
            Assert.True(_book.TryTake(out var message));
            positions.Add(message.Position);
            Complete(message);
        }

        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public void Seam_AnnouncedAfterTheReaderSawIt_IsTakenOnce()
    {
        Open();
        ReadAll();
        _book.Admit(Quiet("1"));
        var late = Quiet("1");
        Open(); // a new start reads both, and then the writer announces one of them
        ReadAll();
        _book.Admit(late);
        Assert.Equal([1, 2], DrainAll().Select(message => message.Position));
    }

    [Theory, InlineData(nameof(IMessageStore.Tail)), InlineData(nameof(IMessageStore.ReadBacklog)), InlineData(nameof(IMessageStore.LoadPayload))]
    public void Seam_CommitDuringTheReadersStep_IsNeitherLostNorDoubled(string moment)
    {
        Store(["1", "2"]);
        Open();
        var isDone = false;
        _store.OnRead = read =>
        {
            if (read == moment && !isDone)
            {
                isDone = true;
                Commit(["1", "3"]);
            }
        };
        ReadAll();
        Commit(["1"]);
        Assert.Equal([1, 2, 3, 4, 5], DrainAll().Select(message => message.Position).Order());
        Assert.False(_book.NeedsReading);
    }

    [Fact]
    public void Range_DueAhead_WaitsAsItDidBeforeTheRestart()
    {
        var due = _time.GetUtcNow() + TimeSpan.FromMinutes(1);
        var first = Quiet("1");
        (first.Due, first.Attempts) = (due, 3);
        _store.Settle(new Settlement(SettlementKind.Retry, first));
        Store(["1", "1", "2"]);
        Open();
        ReadAll();
        Assert.Equal([4], DrainAll().Select(message => message.Position));
        Assert.Equal(due, _book.Resume(_time.GetUtcNow()));
        Assert.Equal(0, _book.Window.Messages);
        _time.Advance(TimeSpan.FromMinutes(1));
        _book.Resume(_time.GetUtcNow());
        var rest = DrainAll();
        Assert.Equal([1, 2, 3], rest.Select(message => message.Position));
        Assert.Equal(3, rest[0].Attempts);
    }

    [Fact]
    public void Admit_DueAhead_Waits()
    {
        Open();
        ReadAll();
        var message = MemoryStore.Message(Queue, "1");
        message.Due = _time.GetUtcNow() + TimeSpan.FromSeconds(5);
        _store.Commit(message);
        Commit(["1"]);
        Assert.Equal(0, _book.ReadyCount);
        Assert.Equal(message.Due, _book.Resume(_time.GetUtcNow()));
        _time.Advance(TimeSpan.FromSeconds(5));
        _book.Resume(_time.GetUtcNow());
        Assert.Equal([1, 2], DrainAll().Select(next => next.Position));
    }

    /// <summary>In the middle of a range, at its end, as a head that waited, and in the backlog.</summary>
    [Fact]
    public void Messages_ThatVanish_AreSteppedOver()
    {
        _options = new LaneOptions { MaxPerConversation = 2 };
        Open();
        ReadAll();
        Commit(Enumerable.Repeat("1", 8));
        Assert.True(_book.TryTake(out var head));
        _store.Lose(4);
        _store.Lose(8);
        _book.Finish(head, new LaneOutcome(LaneOutcomeKind.Retry, _time.GetUtcNow()));
        _store.Lose(1);
        _book.Resume(_time.GetUtcNow());
        Assert.Equal([2, 3, 5, 6, 7], DrainAll().Select(message => message.Position));
        Assert.Equal(0, _book.Conversations);

        Store(["1", "2", "3"]);
        _store.Lose(9);
        _store.Lose(11);
        Open();
        ReadAll();
        Assert.Equal([10], DrainAll().Where(message => message.Position > 8).Select(message => message.Position));
        Assert.False(_book.NeedsReading);
    }

    [Fact]
    public void Urgency_FollowsTheMostUrgentThatWaits()
    {
        _options = new LaneOptions { HighShare = 90, NormalShare = 5, LowShare = 5 };
        Open();
        ReadAll();
        Commit(["1"], Priority.Batch);
        Commit(["2", "3"], Priority.Low);
        Commit(["3"], Priority.Critical); // moves conversation 3 up, in front of 1 and 2
        Assert.Equal([3, 4, 1, 2], DrainAll().Select(message => message.Position));
    }

    [Fact]
    public void Retry_DueInThePast_ComesBackAtOnceAndOnce()
    {
        Open();
        ReadAll();
        Commit(["1", "1"]);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_book.TryTake(out var message));
            Assert.Equal(1, message.Position);
            _book.Finish(message, new LaneOutcome(LaneOutcomeKind.Retry, i == 0 ? default : _time.GetUtcNow() - TimeSpan.FromHours(i)));
            Assert.Null(_book.Resume(_time.GetUtcNow()));
            ReadAll();
        }

        Assert.Equal([1, 2], DrainAll().Select(message => message.Position));
        Assert.Null(_book.Resume(_time.GetUtcNow()));
    }

    [Fact]
    public void ClockSetBack_WhileALaneResumes_DoesNotHoldEverything()
    {
        Open();
        ReadAll();
        Commit(["1"]);
        Assert.True(_book.TryTake(out var message));
        var due = _time.GetUtcNow() + TimeSpan.FromSeconds(1);
        message.Due = due;
        _book.Finish(message, new LaneOutcome(LaneOutcomeKind.Retry, due));
        _time.JumpWallClock(TimeSpan.FromHours(-1));
        Assert.Null(_book.Resume(due)); // the reader had asked for the time before
        Assert.Single(DrainAll());
    }

    private void Open()
    {
        _book = new LaneBook(_options, _store.Tail, _time);
        _reader = new BacklogReader(Queue, _store, _book, _time);
        _store.Subscribe(messages =>
        {
            foreach (var message in messages)
            {
                _book.Admit(message);
            }
        });
    }

    private void ReadAll()
    {
        for (var steps = 0; _reader.Step(CancellationToken.None); steps++)
        {
            Assert.True(steps < 10_000, "the reader never comes to rest");
        }
    }

    private void Store(IEnumerable<string> lanes, Priority priority = Priority.Normal) =>
        _store.Store([.. lanes.Select(lane => MemoryStore.Message(Queue, lane, priority))]);

    private void Commit(IEnumerable<string> lanes, Priority priority = Priority.Normal) =>
        _store.Commit([.. lanes.Select(lane => MemoryStore.Message(Queue, lane, priority))]);

    private QueuedMessage Quiet(string lane, Priority priority = Priority.Normal)
    {
        var message = MemoryStore.Message(Queue, lane, priority);
        _store.Store(message);
        return message;
    }

    private void Complete(QueuedMessage message)
    {
        _store.Settle(new Settlement(SettlementKind.Complete, message));
        _book.Finish(message, LaneOutcome.Complete);
    }

    private List<QueuedMessage> DrainAll()
    {
        var done = new List<QueuedMessage>();
        do
        {
            ReadAll();
            while (_book.TryTake(out var message))
            {
                done.Add(message);
                Complete(message);
            }
        }
        while (_book.NeedsReading);
        return done;
    }
}
