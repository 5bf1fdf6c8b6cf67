using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.QueueProcessor.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>A queue at work whose handler sets conversations aside. The clock stands still, so a lost word shows as a test that hangs.</summary>
public sealed class LaneQueueAsideTests
{
    [Fact]
    public async Task Aside_CostsNoWorkerUntilResumed()
    {
        await using var rig = new QueueRig();
        rig.Handler.Concurrency = 1;
        rig.Handler.Script = static (message, _) => ValueTask.FromResult(message.Progress is null && message.Position == 1 ? SetAside(message) : LaneOutcome.Complete);
        await rig.StartAsync();
        var first = rig.Commit("1");
        rig.Commit("1");
        rig.Commit("2");
        rig.Commit("3");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 3);
        await rig.EndedAsync(3);
        Assert.Equal([1, 3, 4], rig.Handler.Taken);
        Assert.False(rig.Queue.HasReadyWork);
        for (var i = 0; i < 60; i++)
        {
            await rig.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, rig.Handler.Taken.Count);
        Assert.Null(rig.Queue.Complaint);
        Assert.Equal((MessageState.Waiting, 0, 0), (rig.Store.Rows[0].State, rig.Store.Rows[0].Attempts, rig.Store.Rows[0].Ends));
        Assert.True(rig.Queue.Resume(first.Conversation));
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 5);
        Assert.Equal([1, 3, 4, 1, 2], rig.Handler.Taken);
    }

    [Fact]
    public async Task Resume_BeforeTheWorkerHasComeBack_IsNotLost()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = (message, _) =>
        {
            if (message.Progress is null)
            {
                Assert.True(rig.Queue.Resume(message.Conversation));
                return ValueTask.FromResult(SetAside(message));
            }

            return ValueTask.FromResult(LaneOutcome.Complete);
        };
        await rig.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            rig.Commit($"{i}");
        }

        await rig.EndedAsync(200);
        Assert.All(rig.Store.Rows, row => Assert.Equal(1, row.Ends));
        Assert.False(rig.Queue.Resume(1));
        Assert.False(rig.Queue.Resume(12345));
    }

    [Fact]
    public async Task Restart_WithSomethingAside_FindsItAsIfNeverTried()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = static (message, _) => ValueTask.FromResult(message.IsFromBacklog ? LaneOutcome.Complete : SetAside(message));
        await rig.StartAsync();
        rig.Commit("1");
        rig.Commit("1");
        await rig.EndedAsync(1);
        await rig.RestartAsync();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 3);
        Assert.Equal([1, 1, 2], rig.Handler.Taken);
    }

    [Fact]
    public async Task Outcome_WithATrace_SavesBoth()
    {
        await using var rig = new QueueRig();
        var at = rig.Time.GetUtcNow();
        rig.Handler.Script = (message, _) => ValueTask.FromResult(new LaneOutcome(LaneOutcomeKind.Complete, Trace: new TraceEntry(message.Id, at, TraceKind.Accepted, "main", "200", "meta:1:2")));
        await rig.StartAsync();
        var message = rig.Commit("1");
        await rig.EndedAsync(1);
        Assert.Equal([new TraceEntry(message.Id, at, TraceKind.Accepted, "main", "200", "meta:1:2")], rig.Store.ReadTrace(message.Id));
        Assert.Equal(message.Id, rig.Store.FindSent("meta:1:2"));
    }

    [Fact]
    public async Task Late_MovedIntoAQueueAtWork_AreWorkedOnceBesideTheRest()
    {
        await using var rig = new QueueRig();
        rig.Handler.HasMixedPriorities = true;
        await rig.StartAsync();
        var scheduled = Enumerable.Range(0, 50).Select(i => MemoryStore.Message(Queues.Scheduled, $"{i % 10}", (Priority)(i % 5))).ToArray();
        rig.Store.Store(scheduled);
        for (var i = 0; i < 50; i++)
        {
            rig.Commit($"{i + 100}", (Priority)(i % 5));
            Assert.True(rig.Queue.Room > 0);
            await rig.Store.MoveAsync([scheduled[i]], QueueRig.Name, CancellationToken.None);
        }

        await rig.EndedAsync(100);
        Assert.Equal(100, rig.Handler.Taken.Distinct().Count());
        Assert.All(rig.Store.Rows, row => Assert.Equal(1, row.Ends));
    }

    private static LaneOutcome SetAside(QueuedMessage message)
    {
        message.Progress = "waits";
        return LaneOutcome.Aside;
    }
}
