using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.QueueProcessor.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>What keeps a queue moving, and what must cost nothing while it cannot move.</summary>
public sealed class LaneQueueWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Watch_ReadyWorkAndNoProgress_Complains()
    {
        await using var rig = new QueueRig();
        rig.Handler.Door = () => false;
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Knocks > 0);
        for (var i = 0; i < 40; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        Assert.NotNull(rig.Queue.Complaint);
        Assert.Contains(2004, rig.Log.Ids);
        rig.Handler.Door = () => true;
        rig.Queue.Wake();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
        for (var i = 0; i < 10; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        Assert.Null(rig.Queue.Complaint);
    }

    [Fact]
    public async Task Watch_WhoeverItIsForServesNobody_SaysNothing()
    {
        await using var rig = new QueueRig();
        rig.Handler.Door = () => false;
        rig.Handler.IsPaused = true;
        await rig.StartAsync();
        rig.Commit("1");
        for (var i = 0; i < 60; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        Assert.Null(rig.Queue.Complaint);
        Assert.DoesNotContain(2004, rig.Log.Ids);
        Assert.InRange(rig.Handler.Knocks, 1, 100);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Reader_StoreFails_GoesOnWhenItIsBack(bool unknownError)
    {
        await using var rig = new QueueRig();
        var fails = true;
        rig.Store.OnRead = read =>
        {
            if (fails && read == nameof(IMessageStore.ReadBacklog))
            {
                throw unknownError ? new InvalidOperationException() : new StoreException("no");
            }
        };
        rig.Store.Store(MemoryStore.Message(QueueRig.Name, "1"));
        await rig.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        Assert.Equal(6, rig.Log.Ids.Count(id => id is 2002 or 2003)); // once a second, not in a spin
        fails = false;
        await rig.AdvanceAsync(Second);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
    }

    /// <summary>One damaged place holds up its own conversation and nobody else, backlog and live.</summary>
    [Fact]
    public async Task Reader_OneMessageCannotBeRead_StopsNobodyElse()
    {
        await using var rig = new QueueRig();
        rig.Handler.Concurrency = 1;
        var loads = 0;
        rig.Store.OnRead = read =>
        {
            // The second message that is loaded, and every time it is tried again.
            if (read == nameof(IMessageStore.LoadPayload) && ++loads >= 2 && loads < 12)
            {
                throw new StoreException("damaged");
            }
        };
        for (var i = 1; i <= 3; i++)
        {
            rig.Store.Store(MemoryStore.Message(QueueRig.Name, $"{i}"));
        }

        await rig.StartAsync();
        rig.Commit("4");
        for (var i = 0; i < 30; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        await rig.WhenAsync(() => rig.Handler.Taken.Count == 4);
        Assert.Equal([1, 2, 3, 4], rig.Handler.Taken.Order());
    }

    [Fact]
    public async Task Reader_WindowFull_Sleeps()
    {
        await using var rig = new QueueRig();
        rig.Options.MaxMessages = 100;
        rig.Handler.Concurrency = 1;
        var never = new TaskCompletionSource<LaneOutcome>();
        rig.Handler.Script = (_, _) => new ValueTask<LaneOutcome>(never.Task);
        for (var i = 0; i < 1000; i++)
        {
            rig.Store.Store(MemoryStore.Message(QueueRig.Name, $"{i + 1}"));
        }

        await rig.StartAsync();
        await AssertQuietAsync(rig);
        never.SetResult(LaneOutcome.Complete);
    }

    [Fact]
    public async Task Reader_EveryLaneWaits_Sleeps()
    {
        await using var rig = new QueueRig();
        rig.Options.MaxConversations = 100;
        rig.Handler.Script = (_, _) => ValueTask.FromResult(new LaneOutcome(LaneOutcomeKind.Retry, rig.Time.GetUtcNow() + TimeSpan.FromHours(1)));
        for (var i = 0; i < 500; i++)
        {
            rig.Store.Store(MemoryStore.Message(QueueRig.Name, $"{i + 1}"));
        }

        await rig.StartAsync();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 90); // the room for conversations of normal priority
        await rig.SleepsAsync();
        await AssertQuietAsync(rig);
        Assert.Equal(90, rig.Handler.Taken.Count);
    }

    [Fact]
    public async Task Reader_AllLanesTakenByOnesThatWait_GoesOnAsTheyEnd()
    {
        await using var rig = new QueueRig();
        rig.Options.MaxConversations = 100;
        var fails = true;
        rig.Handler.Script = (_, _) => ValueTask.FromResult(fails ? new LaneOutcome(LaneOutcomeKind.Retry, rig.Time.GetUtcNow() + TimeSpan.FromSeconds(10)) : LaneOutcome.Complete);
        for (var i = 0; i < 300; i++)
        {
            rig.Store.Store(MemoryStore.Message(QueueRig.Name, $"{i + 1}"));
        }

        await rig.StartAsync();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 90);
        await rig.SleepsAsync();
        fails = false;
        await rig.AdvanceUntilAsync(() => rig.Handler.Taken.Count == 390);
    }

    // A hundred seconds with nothing to do: a few reads each, and the reader sleeps in between.
    private static async Task AssertQuietAsync(QueueRig rig)
    {
        await rig.AdvanceAsync(Second);
        var reads = rig.Store.Reads;
        for (var i = 0; i < 100; i++)
        {
            await rig.AdvanceAsync(Second);
        }

        Assert.InRange(rig.Store.Reads - reads, 0, 100);
    }
}
