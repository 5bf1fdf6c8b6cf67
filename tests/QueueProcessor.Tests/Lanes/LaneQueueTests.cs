using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.QueueProcessor.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>A queue at work. The clock stands still unless a test moves it, so a missed wake-up shows as a test that hangs.</summary>
public sealed class LaneQueueTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Queue_BacklogAndLiveMessages_AreHandledOnceInOrder()
    {
        await using var rig = new QueueRig();
        for (var i = 0; i < 50; i++)
        {
            rig.Store.Store(MemoryStore.Message(QueueRig.Name, $"{i % 5}"));
        }

        await rig.StartAsync(waitForReader: false);
        for (var i = 0; i < 50; i++)
        {
            rig.Commit($"{i % 5}");
        }

        await rig.EndedAsync(100);
        Assert.All(rig.Handler.Taken.GroupBy(position => (position - 1) % 5), lane => Assert.Equal(lane.Order(), lane));
        Assert.Equal(100, rig.Handler.Taken.Distinct().Count());
    }

    [Fact]
    public async Task Queue_ConcurrencyChanged_IsFollowed()
    {
        await using var rig = new QueueRig();
        var go = new SemaphoreSlim(0);
        rig.Handler.Script = async (_, _) =>
        {
            await go.WaitAsync(CancellationToken.None);
            return LaneOutcome.Complete;
        };
        rig.Handler.Concurrency = 2;
        await rig.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            rig.Commit($"{i}");
        }

        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2);
        Assert.Equal(2, rig.Queue.Active);
        rig.Handler.Concurrency = 5;
        rig.Queue.Wake();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 5);
        Assert.Equal(5, rig.Handler.Active);
        rig.Handler.Concurrency = 1;
        go.Release(20);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 20);
        Assert.Equal(5, rig.Handler.MostActive);
    }

    [Fact]
    public async Task Wake_HandlerMayBeEnteredAgain_ResumesAtOnce()
    {
        await using var rig = new QueueRig();
        var open = false;
        rig.Handler.Door = () => open;
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Knocks > 0);
        Assert.Empty(rig.Handler.Taken);
        open = true;
        rig.Queue.Wake();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
    }

    /// <summary>The door opens, and everybody is woken, while somebody who just found it shut still holds the only slot.</summary>
    [Fact]
    public async Task Wake_WhileAnotherIsBeingRefused_IsNotLost()
    {
        await using var rig = new QueueRig();
        rig.Handler.Concurrency = 1;
        var knocks = 0;
        rig.Handler.Door = () =>
        {
            if (Interlocked.Increment(ref knocks) == 1)
            {
                rig.Queue.Wake(); // as the breaker does; nested, so that it finds the slot taken
                return false;
            }

            return true;
        };
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
    }

    [Fact]
    public async Task TryEnter_NothingLeftToDo_GivesThePassBack()
    {
        await using var rig = new QueueRig();
        var isNested = false;
        rig.Handler.Door = () =>
        {
            if (!isNested)
            {
                isNested = true;
                rig.Queue.Wake(); // another thread takes the only message before this one can
                Assert.True(SpinWait.SpinUntil(() => rig.Handler.Taken.Count == 1, TimeSpan.FromSeconds(60)));
            }

            return true;
        };
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => !rig.Handler.GivenBack.IsEmpty && rig.Handler.Taken.Count == 1);
        Assert.Equal(1, rig.Handler.GivenBack.Single());
    }

    [Fact]
    public async Task Settle_StoreCannotKeepMore_PausesUntilItIsSaved()
    {
        await using var rig = new QueueRig();
        rig.Store.AppliesAtOnce = false;
        rig.Store.MaxPending = 2;
        rig.Handler.Concurrency = 1;
        var failures = 2;
        rig.Store.OnFlush = () =>
        {
            rig.Handler.Moments.Happened();
            if (failures-- > 0)
            {
                throw new StoreException("not now");
            }
        };
        await rig.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            rig.Commit($"{i}");
        }

        await rig.WhenAsync(() => rig.Store.Flushes == 1);
        Assert.Equal(2, rig.Handler.Taken.Count);
        Assert.False(rig.Queue.HasReadyWork);
        for (var flush = 2; flush <= 3; flush++)
        {
            const int timers = 4; // the watchdog's, the reader's, the next flush's, and the suspects' in the first ten seconds
            await rig.Time.WhenAsync(armed => armed.Count == timers);
            rig.Advance(Second);
            await rig.WhenAsync(() => rig.Store.Flushes >= flush);
        }

        await rig.WhenAsync(() => rig.Handler.Taken.Count == 5);
        Assert.Contains(2006, rig.Log.Ids);
    }

    [Fact]
    public async Task Settle_StoreThrows_LosesNeitherWorkerNorMessage()
    {
        await using var rig = new QueueRig();
        rig.Handler.Concurrency = 1;
        await rig.StartAsync();
        rig.Handler.Script = (message, _) =>
        {
            if (message.Position == 1 && rig.Handler.Taken.Count == 1)
            {
                rig.Store.MaxPending = -1; // stands for whatever the store never promised
            }

            return ValueTask.FromResult(LaneOutcome.Complete);
        };
        rig.Commit("1");
        rig.Commit("2");
        await rig.WhenAsync(() => rig.Store.Flushes > 0 || rig.Handler.Taken.Count >= 2);
        rig.Store.MaxPending = int.MaxValue;
        rig.Queue.Wake();
        await rig.WhenAsync(() => rig.Handler.Taken.Contains(2));
    }

    [Fact]
    public async Task Retry_WaitsUntilItIsDueAndHoldsOnlyItsConversation()
    {
        await using var rig = new QueueRig();
        var due = rig.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        rig.Handler.Script = (message, _) => ValueTask.FromResult(message.Position == 1 && rig.Handler.Taken.Count(position => position == 1) == 1
            ? new LaneOutcome(LaneOutcomeKind.Retry, due)
            : LaneOutcome.Complete);
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
        rig.Commit("1");
        rig.Commit("2");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2);
        Assert.Equal([1, 3], rig.Handler.Taken);
        await rig.SleepsAsync();
        for (var i = 0; i < 9; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        await rig.AdvanceAsync(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, rig.Handler.Taken.Count);
        Assert.Equal(due, rig.Store.Rows[0].Due);
        rig.Advance(TimeSpan.FromMilliseconds(1));
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 4);
        Assert.Equal([1, 3, 1, 2], rig.Handler.Taken);
    }

    /// <summary>The reader sleeps for a second; a retry that is due sooner does not wait for it.</summary>
    [Fact]
    public async Task Retry_DueBeforeTheReaderWakes_IsNotLate()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = (_, _) => ValueTask.FromResult(rig.Handler.Taken.Count == 1
            ? new LaneOutcome(LaneOutcomeKind.Retry, rig.Time.GetUtcNow() + TimeSpan.FromMilliseconds(10))
            : LaneOutcome.Complete);
        await rig.StartAsync();
        rig.Commit("1");
        await rig.Time.WhenAsync(armed => armed.Contains(TimeSpan.FromMilliseconds(10)));
        rig.Advance(TimeSpan.FromMilliseconds(10));
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2);
    }

    [Fact]
    public async Task Hold_StaysAtTheHeadWithoutSpinning()
    {
        await using var rig = new QueueRig();
        var holds = true;
        rig.Handler.Script = (_, _) => ValueTask.FromResult(holds ? LaneOutcome.Hold : LaneOutcome.Complete);
        await rig.StartAsync();
        rig.Commit("1");
        rig.Commit("1");
        await rig.WhenAsync(() => !rig.Handler.Taken.IsEmpty);
        for (var i = 0; i < 10; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        Assert.InRange(rig.Handler.Taken.Count, 2, 20);
        holds = false;
        rig.Queue.Wake();
        await rig.WhenAsync(() => rig.Handler.Taken.Contains(2));
        Assert.Equal(2, rig.Handler.Taken.Last());
        Assert.All(rig.Handler.Taken.SkipLast(1), position => Assert.Equal(1, position));
    }

    [Fact]
    public async Task Work_ThatFailsInAnUnknownWay_IsTriedLessAndLessAndParked()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = (message, _) => message.Position == 1 ? throw new InvalidOperationException() : ValueTask.FromResult(LaneOutcome.Complete);
        await rig.StartAsync();
        rig.Commit("1");
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
        for (var seconds = 0; !rig.Handler.Taken.Contains(2); seconds++)
        {
            Assert.True(seconds < 1_000_000, "never parked");
            await rig.AdvanceAsync(Second);
        }

        Assert.Equal(12, rig.Handler.Taken.Count(position => position == 1));
        Assert.Equal(MessageState.Parked, rig.Store.Rows[0].State);
        Assert.NotNull(rig.Store.Rows[0].Reason);
    }

    [Fact]
    public async Task Ledger_Fails_CostsNoWorker()
    {
        await using var rig = new QueueRig();
        rig.Handler.Concurrency = 1;
        var failures = 1;
        rig.Ledger.OnEnter = () =>
        {
            if (failures-- > 0)
            {
                throw new IOException();
            }
        };
        await rig.StartAsync();
        rig.Commit("1");
        rig.Commit("2");
        await rig.WhenAsync(() => rig.Handler.Taken.Contains(2));
        await rig.SleepsAsync();
        await rig.AdvanceAsync(Second);
        await rig.AdvanceAsync(Second);
        await rig.WhenAsync(() => rig.Handler.Taken.Contains(1));
        Assert.Empty(rig.Ledger.InWork);
    }

    [Fact]
    public async Task ActiveOf_EachPriority_IsCountedApart()
    {
        await using var rig = new QueueRig();
        var go = new TaskCompletionSource<LaneOutcome>();
        rig.Handler.Script = (_, _) => new ValueTask<LaneOutcome>(go.Task);
        await rig.StartAsync();
        rig.Commit("1", Priority.High);
        rig.Commit("2", Priority.Low);
        rig.Commit("3", Priority.Low);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 3);
        Assert.Equal(1, rig.Queue.ActiveOf(Priority.High));
        Assert.Equal(2, rig.Queue.ActiveOf(Priority.Low));
        go.SetResult(LaneOutcome.Complete);
    }
}
