using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

public sealed class NotifierTests
{
    [Theory]
    [InlineData(HealthLevel.Degraded, "slack")]
    [InlineData(HealthLevel.Critical, "slack email/ana email/bo")]
    [InlineData(HealthLevel.Emergency, "slack email/ana email/bo sms/ana pagerduty")]
    public async Task Tell_Alarm_GoesToTheChannelsOfItsLevelAndEachDeliveryIsProven(HealthLevel level, string expected)
    {
        await using var rig = NotifierRig.Start();
        var id = rig.Notifier.Tell(NotifierRig.Alarm(level));
        var ways = expected.Split(' ').Select(way => way.Contains('/') ? way : $"{way}/{way}").ToList();
        await rig.WhenAsync(() => rig.Settled.Count == ways.Count);

        await rig.QuietAsync();
        var report = Assert.Single(await rig.Notifier.RecentAsync(10, CancellationToken.None), r => r.Id == id);
        Assert.Equal(ways.Order(), report.Deliveries.Select(d => $"{d.Channel}/{d.Recipient}").Order());
        Assert.All(report.Deliveries, d => Assert.Equal((DeliveryState.Taken, 1, null), (d.State, d.Attempts, d.Why)));
        Assert.All(report.Deliveries, d => Assert.NotNull(d.AtUtc));
        Assert.Equal(level, report.Level);
    }

    [Fact]
    public async Task Tell_AtHealthy_IsOnlyLoggedAndRecorded()
    {
        await using var rig = NotifierRig.Start();
        var id = rig.Notifier.NotifyByHand(HealthLevel.Healthy, "the new disk is in");
        await rig.WhenAsync(() => rig.Records.Find("notice", id!) is not null);
        Assert.All(rig.Channels, channel => Assert.Empty(channel.Calls));
        Assert.Contains("9101", rig.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_TheSameCauseAThousandTimes_IsToldOnce()
    {
        await using var rig = NotifierRig.Start();
        for (var i = 0; i < 1000; i++)
        {
            rig.Notifier.Tell(NotifierRig.Alarm());
        }

        await rig.QuietAsync();
        Assert.Single(rig.Slack.Calls);
        Assert.Equal(999, rig.Notifier.Status.Repeated);
        Assert.Equal(0, rig.Notifier.Status.Dropped);
    }

    [Fact]
    public async Task Tell_EachChange_IsToldOnceAndTheRecoveryGoesToAllWhoWereTold()
    {
        await using var rig = NotifierRig.Start();
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Degraded));
        await rig.QuietAsync();
        rig.Notifier.Tell(Notice.Recovery("queue", "well again"));
        rig.Notifier.Tell(Notice.Recovery("queue", "well again"));
        await rig.QuietAsync();
        await rig.WhenAsync(() => rig.PagerDuty.Calls.Count == 2);

        Assert.Equal([NoticeKind.Alarm, NoticeKind.Recovery], rig.PagerDuty.Calls.Select(c => c.Notice.Kind));
        Assert.Equal(HealthLevel.Emergency, rig.PagerDuty.Calls.Last().Notice.Level);
        Assert.Equal(3, rig.Slack.Calls.Count);
        Assert.Equal(["ana", "bo"], rig.Email.Calls.Where(c => c.Notice.Kind == NoticeKind.Recovery).Select(c => c.Recipient).Order());
    }

    [Fact]
    public async Task Tell_AcknowledgedCause_ReachesAllWhoWereAlarmed()
    {
        await using var rig = NotifierRig.Start();
        rig.Notifier.Tell(NotifierRig.Alarm());
        rig.Notifier.Tell(new Notice("queue", HealthLevel.Critical, "take it") { Kind = NoticeKind.Escalation, Channels = ["sms", "pagerduty"], To = ["bo"] });
        await rig.QuietAsync();
        rig.Notifier.Tell(Notice.Acknowledged("queue", "ana looks after it"));
        await rig.QuietAsync();
        var told = rig.Channels.SelectMany(channel => channel.Calls.Where(c => c.Notice.Kind == NoticeKind.Acknowledgement).Select(c => $"{channel.Name}/{c.Recipient}"));
        Assert.Equal(["pagerduty/pagerduty", "slack/slack", "sms/bo"], told.Order());
    }

    [Fact]
    public async Task Tell_RecoveryOfWhatNobodyHeardOf_IsNothing()
    {
        await using var rig = NotifierRig.Start();
        rig.Notifier.Tell(Notice.Recovery("queue", "well"));
        rig.Notifier.Tell(new Notice("queue", HealthLevel.Healthy, "well"));
        rig.Notifier.Tell(Notice.Acknowledged("queue", "well"));
        await rig.QuietAsync();
        Assert.Single(rig.Records.All);
    }

    [Fact]
    public async Task Tell_ToAChannelThatHangs_HoldsUpNoOther()
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.HangForGood();
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
        await rig.WhenAsync(() => rig.PagerDuty.Calls.Count == 1 && rig.Email.Calls.Count == 2 && rig.Settled.Count == 4);
        Assert.Single(rig.Notifier.Waiting);

        await rig.PassAsync(TimeSpan.FromSeconds(239), hanging: 1); // twice its deadline, less a second
        rig.Slack.Answer(ChannelOutcome.Taken);
        await rig.PassUntilAsync(() => rig.Settled.Count == 5, hanging: 1);
    }

    [Fact]
    public async Task Tell_WithoutAChannel_SaysInTheRecordThatNobodyWasTold()
    {
        await using var rig = NotifierRig.Start();
        rig.Notifier.Use(new NotifierSetup(rig.Options, rig.Contacts, [rig.Slack]));
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical));
        await rig.WhenAsync(() => rig.Settled.Count == 2);
        var (_, untold) = rig.Settled.Single(s => s.Delivery.Channel == "email");
        Assert.Equal((DeliveryState.Refused, "the channel is not set up"), (untold.State, untold.Why));
    }

    [Fact]
    public async Task Tell_WithAListenerThatThrows_GoesOn()
    {
        await using var rig = NotifierRig.Start();
        rig.Notifier.Settled += (_, _) => throw new InvalidOperationException("secret");
        rig.Notifier.Tell(NotifierRig.Alarm(cause: "one"));
        rig.Notifier.Tell(NotifierRig.Alarm(cause: "two"));
        await rig.WhenAsync(() => rig.Settled.Count == 2);
        Assert.DoesNotContain("secret", rig.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_Nonsense_NeverThrows()
    {
        await using var rig = NotifierRig.Start();
        Assert.Null(rig.Notifier.Tell(null!));
        rig.Notifier.Tell(new Notice(null!, (HealthLevel)77, null!) { Kind = (NoticeKind)9, Details = null!, Change = "", Id = new string('x', 500), Channels = ["", "smoke"], To = [""] });
        rig.Notifier.Tell(new Notice(new string('c', 100_000) + "\r\n", HealthLevel.Degraded, new string('\0', 100_000)) { Details = new string('d', 1_000_000) });
        rig.Notifier.NotifyByHand(HealthLevel.Degraded, null!);
        await rig.QuietAsync();
        Assert.All(rig.Records.All, record => Assert.True(record.Id.Length <= 80 && record.Json.Length < 100_000));
        Assert.DoesNotContain("9110", rig.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_WhenFull_DropsTheMildestAndKeepsTheWorst()
    {
        var options = NotifierRig.Patient();
        options.Delivery.MaxWaiting = 3;
        await using var rig = NotifierRig.Create(options: options);
        for (var i = 0; i < 5; i++)
        {
            rig.Notifier.Tell(NotifierRig.Alarm(cause: $"cause {i}"));
        }

        Assert.Equal(2, rig.Notifier.Status.Dropped);
        Assert.NotNull(rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency, "all")));
        Assert.Null(rig.Notifier.Tell(NotifierRig.Alarm(cause: "late")));
        rig.Begin();
        await rig.WhenAsync(() => rig.PagerDuty.Calls.Count == 1 && rig.Slack.Calls.Count == 3);
        Assert.Equal(["all", "cause 1", "cause 2"], rig.Slack.Calls.Select(c => c.Notice.Cause).Order());
    }

    [Fact]
    public async Task Tell_WhenADeadChannelHasFilledTheQueue_AnEmergencyStillGoesOut()
    {
        var options = NotifierRig.Patient();
        options.Delivery.MaxWaiting = 3;
        await using var rig = NotifierRig.Start(options: options);
        rig.Slack.Answer(ChannelOutcome.Again("answered 503", TimeSpan.FromHours(1)));
        for (var i = 0; i < 3; i++)
        {
            rig.Notifier.Tell(NotifierRig.Alarm(cause: $"cause {i}"));
            await rig.WhenAsync(() => rig.Slack.Calls.Count == i + 1);
        }

        await rig.WhenAsync(() => rig.Notifier.Waiting.Count(r => r.Deliveries[0].Attempts == 1) == 3);
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency, "all"));
        await rig.WhenAsync(() => rig.PagerDuty.Calls.Count == 1);
        await rig.WhenAsync(() => rig.Settled.Any(s => s.Delivery.State == DeliveryState.GivenUp));
        Assert.Equal("cause 0", rig.Settled.First(s => s.Delivery.State == DeliveryState.GivenUp).Notice.Cause);
    }

    [Fact]
    public async Task NotifyByHand_Twice_IsToldTwice()
    {
        await using var rig = NotifierRig.Start();
        rig.Notifier.NotifyByHand(HealthLevel.Critical, "we switch the router");
        rig.Notifier.NotifyByHand(HealthLevel.Critical, "we switch the router");
        await rig.WhenAsync(() => rig.Slack.Calls.Count == 2 && rig.Email.Calls.Count == 4);
        Assert.Contains("we switch the router", rig.Slack.Calls.First().Words.Body, StringComparison.Ordinal);
    }
}
