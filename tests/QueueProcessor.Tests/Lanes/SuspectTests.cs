using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.QueueProcessor.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Messages in whose processing the gateway died.</summary>
public sealed class SuspectTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Suspects_AreTakenUpAfterTheFirstSecondOneAtATimeWhileOthersFlow()
    {
        await using var rig = new QueueRig();
        var go = new SemaphoreSlim(0);
        var (suspectsActive, mostSuspects) = (0, 0);
        rig.Handler.Script = async (message, _) =>
        {
            if (message.Deaths > 0)
            {
                mostSuspects = Math.Max(mostSuspects, Interlocked.Increment(ref suspectsActive));
                await go.WaitAsync(CancellationToken.None);
                Interlocked.Decrement(ref suspectsActive);
            }

            return LaneOutcome.Complete;
        };
        await StoreAsync(rig, lanes: 4, deaths: 3, followers: true);
        await rig.StartAsync();
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2); // the fourth conversation and what follows in it
        Assert.Equal([4, 8], rig.Handler.Taken);
        rig.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Equal(2, rig.Handler.Taken.Count);

        rig.Advance(TimeSpan.FromTicks(1));
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 3);
        rig.Commit("99");
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 4, "others flow");
        go.Release(3);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 9, "the suspects and what follows them");
        Assert.Equal(1, mostSuspects);
    }

    /// <summary>Everybody in work when the gateway died is suspect once; they must not wait for each other's slow answers.</summary>
    [Fact]
    public async Task Suspects_OfOneDeath_FollowEachOtherWithoutWaitingForTheEnd()
    {
        await using var rig = new QueueRig();
        var never = new TaskCompletionSource<LaneOutcome>();
        rig.Handler.Script = (message, _) => message.Deaths > 0 ? new ValueTask<LaneOutcome>(never.Task) : ValueTask.FromResult(LaneOutcome.Complete);
        await StoreAsync(rig, lanes: 4, deaths: 3, followers: false);
        await rig.StartAsync();
        rig.Advance(Second);
        for (var taken = 2; taken <= 4; taken++)
        {
            await rig.WhenAsync(() => rig.Handler.Taken.Count == taken, $"{taken} are in work");
            await rig.Time.WhenAsync(armed => armed.Contains(TimeSpan.FromMilliseconds(50)));
            rig.Advance(TimeSpan.FromMilliseconds(50));
        }

        never.SetResult(LaneOutcome.Complete);
    }

    /// <summary>Two things become possible when a suspect ends: its conversation, and the next suspect. Neither waits for a timer.</summary>
    [Fact]
    public async Task Suspect_Ended_StartsItsConversationAndTheNextSuspectAtOnce()
    {
        await using var rig = new QueueRig();
        var never = new TaskCompletionSource<LaneOutcome>();
        rig.Handler.Script = (message, _) => message.Deaths > 0 && message.Position > 1 ? new ValueTask<LaneOutcome>(never.Task) : ValueTask.FromResult(LaneOutcome.Complete);
        await StoreAsync(rig, lanes: 2, deaths: 2, followers: true);
        await rig.StartAsync();
        rig.Advance(Second);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 3);
        Assert.Equal([1, 2, 3], rig.Handler.Taken.Order());
        never.SetResult(LaneOutcome.Complete);
    }

    /// <summary>A gateway that is killed over and over blames nobody: what was in work twice is not tried until it has lived for a while.</summary>
    [Fact]
    public async Task Suspects_OfTwoDeaths_WaitUntilTheGatewayHasLivedForAWhileAndGoStrictlyAlone()
    {
        await using var rig = new QueueRig();
        var never = new TaskCompletionSource<LaneOutcome>();
        rig.Handler.Script = (message, _) => message.Deaths > 1 ? new ValueTask<LaneOutcome>(never.Task) : ValueTask.FromResult(LaneOutcome.Complete);
        await StoreAsync(rig, lanes: 4, deaths: 3, followers: false);
        await rig.Store.AddDeathsAsync([1, 2], CancellationToken.None);
        await rig.StartAsync();
        rig.Advance(Second);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2, "the innocent and the one of one death");
        rig.Advance(TimeSpan.FromSeconds(8.9));
        Assert.Equal([3, 4], rig.Handler.Taken.Order());

        rig.Advance(TimeSpan.FromSeconds(0.1));
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 3, "the first of two deaths");
        rig.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, rig.Handler.Taken.Count);
        never.SetResult(LaneOutcome.Complete);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 4, "the other one");
    }

    [Fact]
    public async Task Suspect_TriedToItsEnd_IsNoSuspectAnyMore()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = (_, _) => ValueTask.FromResult(rig.Handler.Taken.Count == 1 ? new LaneOutcome(LaneOutcomeKind.Retry, rig.Time.GetUtcNow()) : LaneOutcome.Complete);
        await StoreAsync(rig, lanes: 1, deaths: 1, followers: false);
        await rig.StartAsync();
        rig.Advance(Second);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2);
        Assert.Equal(0, rig.Store.Rows[0].Deaths);
    }

    [Fact]
    public async Task Suspect_DiedTooOften_IsParkedByTheHandlerAndTheConversationGoesOn()
    {
        await using var rig = new QueueRig();
        rig.Handler.Script = (message, _) => ValueTask.FromResult(message.Deaths > 0 ? new LaneOutcome(LaneOutcomeKind.Park, default, "died") : LaneOutcome.Complete);
        await StoreAsync(rig, lanes: 1, deaths: 1, followers: true);
        await rig.StartAsync();
        rig.Advance(Second);
        await rig.WhenAsync(() => rig.Handler.Taken.Count == 2);
        Assert.Equal(MessageState.Parked, rig.Store.Rows[0].State);
    }

    private static async Task StoreAsync(QueueRig rig, int lanes, int deaths, bool followers)
    {
        for (var i = 0; i < (followers ? 2 : 1) * lanes; i++)
        {
            rig.Store.Store(MemoryStore.Message(QueueRig.Name, $"{(i % lanes) + 1}"));
        }

        await rig.Store.AddDeathsAsync([.. Enumerable.Range(1, deaths).Select(i => (long)i)], CancellationToken.None);
    }
}
