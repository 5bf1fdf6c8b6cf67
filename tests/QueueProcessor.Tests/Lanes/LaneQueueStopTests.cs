using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.QueueProcessor.Tests.Support;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>How a queue ends.</summary>
public sealed class LaneQueueStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stop_WorkUnderWay_IsFinishedAndNothingNewBegins()
    {
        await using var rig = new QueueRig();
        var go = new TaskCompletionSource<LaneOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Handler.Script = (_, _) => new ValueTask<LaneOutcome>(go.Task);
        await rig.StartAsync();
        rig.Commit("1");
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
        var stopping = rig.Queue.StopAsync(Patience);
        rig.Commit("2");
        Assert.False(stopping.IsCompleted);
        go.SetResult(LaneOutcome.Complete);
        await stopping;
        Assert.Single(rig.Handler.Taken);
        Assert.Equal(0, rig.Queue.Active);
        Assert.Equal(2, rig.Store.WaitingCount);
    }

    [Fact]
    public async Task Stop_WorkOutlivesThePatience_IsCancelledAndStaysInTheStore()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = async (_, cancellation) =>
        {
            return await new TaskCompletionSource<LaneOutcome>().Task.WaitAsync(cancellation);
        };
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
        var stopping = rig.Queue.StopAsync(Patience);
        await rig.Time.WhenAsync(armed => armed.Contains(Patience));
        rig.Time.Advance(Patience);
        await stopping;
        Assert.Equal(0, rig.Queue.Active);
        Assert.Equal(MessageState.Waiting, Assert.Single(rig.Store.Rows).State);
        Assert.Equal(0, rig.Store.Rows[0].Attempts);
    }

    [Fact]
    public async Task Stop_WorkThatIgnoresEverything_DoesNotHoldUpTheStop()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = (_, _) => new ValueTask<LaneOutcome>(new TaskCompletionSource<LaneOutcome>().Task);
        await rig.StartAsync();
        rig.Commit("1");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 1);
        var stopping = rig.Queue.StopAsync(Patience);
        await rig.Time.WhenAsync(armed => armed.Contains(Patience));
        rig.Time.Advance(Patience);
        await rig.Time.WhenAsync(armed => armed.Contains(TimeSpan.FromSeconds(5)));
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await stopping;
    }

    [Fact]
    public async Task Start_AfterAStop_GoesOnWhereItEnded()
    {
        await using var rig = new QueueRig();
        rig.Handler.Concurrency = 3;
        await rig.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            rig.Commit($"{i % 7}");
            if (i % 20 == 19)
            {
                await rig.Queue.StopAsync(Patience);
                await rig.RestartAsync();
            }
        }

        await rig.WhenAsync(() => rig.Handler.Taken.Count == 100);
        await rig.Queue.StopAsync(Patience);
        Assert.Equal(100, rig.Handler.Taken.Distinct().Count());
        Assert.All(rig.Handler.Taken.GroupBy(position => (position - 1) % 7), lane => Assert.Equal(lane.Order(), lane));
        Assert.All(rig.Store.Rows, row => Assert.Equal(1, row.Ends));
    }

    [Fact]
    public async Task Admit_AfterTheQueueIsGone_IsHarmless()
    {
        var rig = new QueueRig();
        await rig.StartAsync();
        await rig.DisposeAsync();
        rig.Commit("1");
        rig.Queue.Wake();
        Assert.Empty(rig.Handler.Taken);
    }
}
