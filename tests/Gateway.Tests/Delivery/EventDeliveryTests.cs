using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Events on their whole way to an application: whose fault is what, and what follows from it.</summary>
public sealed class EventDeliveryTests
{
    private static readonly string[] Expected = ["reply:0", "reply:1"];

    [Fact]
    public async Task Outage_CountsAgainstNoEventAndIsProbedOnly()
    {
        const int Conversations = 60;
        await using var rig = new DeliveryRig();
        rig.Application.Behaviour = text => text == "warm" ? (200, "") : (503, "");
        rig.Start();
        rig.Commit("900", "warm"); // it served somebody a moment ago
        await rig.SettledAsync(1); // the answer is taken in before the clock moves: what is served later would prove trouble
        for (var i = 0; i < Conversations; i++)
        {
            rig.Commit($"{i}", $"e{i}");
        }

        await rig.PassUntilAsync(() => rig.Delivery.Target.Endpoints.AllOpen, "the breaker");
        var began = rig.Time.GetUtcNow();
        var knocks = rig.Application.Came.Count;
        await rig.PassUntilAsync(() => rig.Time.GetUtcNow() - began > TimeSpan.FromHours(2), "two hours");
        Assert.InRange(rig.Application.Came.Count - knocks, 1, 2000); // of 7,200 seconds, a probe every 7.5 to 15 s at most

        rig.Application.Behaviour = _ => (200, "");
        await rig.PassUntilAsync(() => rig.Application.Accepted.Count == Conversations + 1, "everything is delivered");
        await rig.PassUntilAsync(() => rig.Store.WaitingCount == 0, "everything is done");
        Assert.All(rig.Store.Rows, row => Assert.Equal((MessageState.Completed, 0), (row.State, row.Attempts)));
        Assert.All(rig.Store.Rows, row => Assert.InRange(row.TroubleMs, 0, 60_000));
    }

    [Fact]
    public async Task Poison_WhileOthersAreServed_IsParkedAfterTwelveAttempts()
    {
        await using var rig = new DeliveryRig();
        rig.Application.Behaviour = text => text == "poison" ? (500, "") : (200, "");
        rig.Start();
        rig.Commit("1", "poison");
        rig.Commit("1", "behind");
        await FeedUntilAsync(rig, () => rig.Row(1).State == MessageState.Parked);
        await rig.PassUntilAsync(() => rig.Application.CountOf("behind") == 1, "the conversation goes on");
        Assert.Equal(12, rig.Application.CountOf("poison"));
        Assert.Equal(12, rig.Row(1).Attempts);
        Assert.Equal("500", rig.Row(1).Answer);
        Assert.Contains(rig.Log.Entries, entry => entry.Id == 4101);
    }

    /// <summary>One other event per hour: the poison opens the breaker again and again, and is parked all the same.</summary>
    [Fact]
    public async Task Poison_WithLittleOtherTraffic_IsParkedAndTheOthersAreDelivered()
    {
        await using var rig = new DeliveryRig(options => options.LongestPauseSeconds = 60);
        rig.Application.Behaviour = text => text == "poison" ? (500, "") : (200, "");
        rig.Start();
        rig.Commit("1", "poison");
        var others = 0;
        for (; rig.Row(1).State != MessageState.Parked; others++)
        {
            Assert.True(others < 500, "never parked"); // on a busy machine an hour of this clock may pass between two attempts
            var text = $"other{others}";
            rig.Commit("2", text);
            await rig.PassUntilAsync(() => rig.Application.CountOf(text) == 1, "the other event");
            var until = rig.Time.GetUtcNow() + TimeSpan.FromHours(1);
            await rig.PassUntilAsync(() => rig.Time.GetUtcNow() > until, "an hour");
        }

        Assert.InRange(rig.Row(1).Attempts, 12, 12 + (2 * new DeliveryOptions().BreakerFailures)); // the last ones are proven together: what opens the breaker, and what tries it since
        Assert.Equal(others, rig.Application.Accepted.Count);
    }

    [Theory, InlineData(410, 1), InlineData(400, 3), InlineData(422, 3)]
    public async Task Refused_IsParkedAndTheConversationGoesOn(int status, int attempts)
    {
        await using var rig = new DeliveryRig();
        rig.Application.Behaviour = text => text == "no" ? (status, "") : (200, "");
        rig.Start();
        rig.Commit("1", "no");
        rig.Commit("1", "behind");
        await rig.PassUntilAsync(() => rig.Application.CountOf("behind") == 1, "the conversation goes on");
        Assert.Equal(attempts, rig.Application.CountOf("no"));
        Assert.Equal(MessageState.Parked, rig.Row(1).State);
        Assert.False(rig.Delivery.Target.Endpoints.AllOpen);
    }

    [Fact]
    public async Task Trouble_HoldsItsConversationOnly()
    {
        await using var rig = new DeliveryRig();
        rig.Application.Behaviour = text => text == "e0" && rig.Application.CountOf("e0") < 3 ? (500, "") : (200, "");
        rig.Start();
        for (var i = 0; i < 10; i++)
        {
            rig.Commit($"{i % 5}", $"e{i}");
        }

        await rig.Application.Moments.WhenAsync(() => rig.Application.Accepted.Count == 8);
        Assert.DoesNotContain("e5", rig.Application.Came);
        await rig.PassUntilAsync(() => rig.Application.Accepted.Count == 10, "all");
        Assert.Equal(["e0", "e5"], rig.Application.Accepted.Where(text => text is "e0" or "e5"));
    }

    [Fact]
    public async Task Died_TooOften_IsParkedWithoutACall()
    {
        await using var rig = new DeliveryRig(concurrency: 1);
        rig.Store.Store(DeliveryRig.Event("1", "killer"), DeliveryRig.Event("1", "behind"));
        for (var death = 0; death < 3; death++)
        {
            await rig.Store.AddDeathsAsync([1], CancellationToken.None);
        }

        rig.Start();
        await rig.PassUntilAsync(() => rig.Application.CountOf("behind") == 1, "the conversation goes on");
        Assert.Equal(0, rig.Application.CountOf("killer"));
        Assert.Equal(MessageState.Parked, rig.Row(1).State);
        Assert.Contains("3 times", rig.Row(1).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replies_StoreRefuses_AreNotLostAndTheEventIsNotRepeatedAtOnce()
    {
        await using var rig = new DeliveryRig();
        var refusals = 3;
        rig.Store.OnAppend = () => refusals-- > 0 ? new AppendResult(AppendStatus.Unavailable, 0, 0, "full") : null;
        rig.Application.Behaviour = _ => (200, """{"replies":[{"text":"a"},{"text":"b"}]}""");
        var began = rig.Time.GetUtcNow();
        rig.Start();
        rig.Commit("1", "ask");
        await rig.PassUntilAsync(() => rig.Row(1).State == MessageState.Completed, "it is done");
        Assert.Equal(4, rig.Application.CountOf("ask"));
        Assert.True(rig.Time.GetUtcNow() - began >= TimeSpan.FromSeconds(15));
        Assert.Equal(0, rig.Row(1).Attempts);
        Assert.Equal(Expected, rig.Store.Rows.Where(row => row.Message.Queue == Queues.Sends)
            .Select(row => row.Message.DedupeKey!.Replace($":{rig.Row(1).Message.Id}", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Replies_BrokenText_CompleteTheEvent()
    {
        await using var rig = new DeliveryRig();
        rig.Application.Behaviour = _ => (200, """{"replies":[{"text":"\ud800"},{"text":"fine"}]}""");
        rig.Start();
        rig.Commit("1", "ask");
        await rig.PassUntilAsync(() => rig.Row(1).State == MessageState.Completed, "it is done");
        Assert.Equal(1, rig.Application.CountOf("ask"));
        Assert.Equal(2, rig.Store.Rows.Count);
        Assert.Contains(rig.Log.Entries, entry => entry.Id == 4104);
    }

    // Others are served all the time: one between any two moments that count.
    private static async Task FeedUntilAsync(DeliveryRig rig, Func<bool> isTrue)
    {
        for (var i = 0; !isTrue(); i++)
        {
            var text = $"other{i}";
            rig.Commit("99", text);
            await rig.Application.Moments.WhenAsync(() => rig.Application.CountOf(text) == 1 || isTrue(), "the others are served");
            rig.Time.Advance(TimeSpan.FromMilliseconds(300));
            await Task.Yield();
        }
    }
}
