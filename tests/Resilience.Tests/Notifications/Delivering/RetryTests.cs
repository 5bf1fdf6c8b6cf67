using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

public sealed class RetryTests
{
    [Fact]
    public async Task Tell_NotTaken_IsToldAgainUntilItIsTaken()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Answer(ChannelOutcome.Again("answered 500"));
        var id = rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.PassUntilAsync(() => rig.Slack.Calls.Count == 5);
        Assert.Empty(rig.Settled);
        rig.Slack.Answer(ChannelOutcome.Taken);
        await rig.PassUntilAsync(() => rig.Settled.Count == 1);
        Assert.Equal((DeliveryState.Taken, 6), (rig.Settled.Single().Delivery.State, rig.Settled.Single().Delivery.Attempts));
        Assert.Single(rig.Slack.Calls.Select(c => c.Id).Distinct());
        Assert.All(rig.Slack.Calls, c => Assert.Equal(id, c.Notice.Id));
    }

    [Fact]
    public async Task Tell_WithRetryAfter_IsNotToldSooner()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Answer(ChannelOutcome.Again("answered 429", TimeSpan.FromSeconds(100)));
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.WhenAsync(() => rig.Notifier.Waiting.Any(r => r.Deliveries[0].Attempts == 1));
        await rig.PassAsync(TimeSpan.FromSeconds(99));
        Assert.Single(rig.Slack.Calls);
        await rig.PassUntilAsync(() => rig.Slack.Calls.Count == 2);
    }

    [Fact]
    public async Task Tell_RefusedForGood_IsNotToldAgainAndTheOthersAreTold()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Answer(ChannelOutcome.Refused("answered 404"));
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical));
        await rig.WhenAsync(() => rig.Settled.Count == 3);
        await rig.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Single(rig.Slack.Calls);
        var (_, refused) = rig.Settled.Single(s => s.Delivery.Channel == "slack");
        Assert.Equal((DeliveryState.Refused, "answered 404"), (refused.State, refused.Why));
        Assert.Equal("answered 404", rig.Notifier.Status.Channels.Single(c => c.Name == "slack").Trouble);
    }

    [Fact]
    public async Task Tell_NeverTaken_IsGivenUpAtItsAge()
    {
        var options = NotifierRig.Patient();
        options.Delivery.GiveUpHours = 0.5;
        await using var rig = NotifierRig.Start(options: options);
        rig.Slack.Answer(ChannelOutcome.Again("no connection"));
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.PassUntilAsync(() => rig.Settled.Count == 1, step: TimeSpan.FromSeconds(10));
        var passed = rig.Time.GetUtcNow() - rig.Settled.Single().Notice.AtUtc;
        Assert.InRange(passed.TotalMinutes, 30, 36);
        Assert.Equal((DeliveryState.GivenUp, "no connection"), (rig.Settled.Single().Delivery.State, rig.Settled.Single().Delivery.Why));
        Assert.InRange(rig.Slack.Calls.Count, 5, 40);
    }

    [Fact]
    public async Task Tell_WhenTheChannelThrows_IsToldAgainAndTheLogKeepsTheSecret()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Body = (_, _) => throw new InvalidOperationException("https://hooks/T0/secret");
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.PassUntilAsync(() => rig.Slack.Calls.Count == 2);
        Assert.Contains("InvalidOperationException", rig.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", rig.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyByHand_WhileAnotherIsNotTaken_DoesNotWaitForIt()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Body = (message, _) => Task.FromResult(message.Notice.Summary == "one" ? ChannelOutcome.Again("answered 500") : ChannelOutcome.Taken);
        rig.Notifier.NotifyByHand(HealthLevel.Degraded, "one");
        rig.Notifier.NotifyByHand(HealthLevel.Degraded, "two");
        await rig.WhenAsync(() => rig.Settled.Any(s => s.Notice.Summary == "two"));
    }

    [Fact]
    public async Task Tell_WithTheClockSetBack_IsToldAgainAllTheSame()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Answer(ChannelOutcome.Again("answered 500"));
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.WhenAsync(() => rig.Slack.Calls.Count == 1);
        rig.Time.JumpWallClock(TimeSpan.FromDays(-400));
        await rig.PassUntilAsync(() => rig.Slack.Calls.Count == 3);
        rig.Time.JumpWallClock(TimeSpan.FromDays(800));
        rig.Slack.Answer(ChannelOutcome.Taken);
        await rig.PassUntilAsync(() => rig.Settled.Count == 1);
        Assert.Equal(DeliveryState.Taken, rig.Settled.Single().Delivery.State);
    }

    [Fact]
    public async Task StopAsync_WithCallsUnderWay_LetsThemEnd()
    {
        await using var rig = NotifierRig.Start();
        var gate = new TaskCompletionSource<ChannelOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Slack.Body = (_, _) => gate.Task;
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.WhenAsync(() => rig.Slack.Calls.Count == 1);
        var stop = rig.Notifier.StopAsync(TimeSpan.FromSeconds(10));
        gate.SetResult(ChannelOutcome.Taken);
        await stop.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("\"taken\"", rig.Records.All.Single().Json, StringComparison.OrdinalIgnoreCase);
    }
}
