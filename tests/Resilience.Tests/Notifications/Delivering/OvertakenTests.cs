using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

public sealed class OvertakenTests
{
    private const string Overtaken = "overtaken by the recovery";

    [Fact]
    public async Task Tell_RecoveryWhileAlarmsWait_GivesThemUpAndIsToldToThoseWhoGotOne()
    {
        await using var rig = NotifierRig.Start();
        rig.Email.Answer(ChannelOutcome.Again("answered 503"));
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical));
        rig.Notifier.Tell(Rung("email"));
        await rig.WhenAsync(() => rig.Settled.Count == 1 && rig.Notifier.Waiting.Sum(r => r.Deliveries.Count(d => d.Attempts == 1 && d.State == DeliveryState.Waiting)) == 3);
        rig.Email.Answer(ChannelOutcome.Taken);
        rig.Notifier.Tell(Notice.Recovery("queue", "well"));
        await rig.QuietAsync();

        Assert.Equal(3, rig.Settled.Count(s => s.Delivery is { State: DeliveryState.GivenUp, Why: Overtaken, Channel: "email" }));
        Assert.Equal(3, rig.Email.Calls.Count); // what was tried before
        Assert.Equal([NoticeKind.Alarm, NoticeKind.Recovery], rig.Slack.Calls.Select(c => c.Notice.Kind));
    }

    [Fact]
    public async Task Tell_RecoveryOfAnAlarmThatIsUnderWay_FollowsItOnlyWhereItArrived()
    {
        await using var rig = NotifierRig.Start();
        var gate = new TaskCompletionSource<ChannelOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Sms.Body = (message, _) => message.Notice.Kind == NoticeKind.Escalation ? gate.Task : Task.FromResult(ChannelOutcome.Taken);
        rig.Notifier.Tell(NotifierRig.Alarm());
        rig.Notifier.Tell(Rung("sms"));
        await rig.WhenAsync(() => rig.Sms.Calls.Count == 1 && rig.Settled.Count == 1);
        rig.Notifier.Tell(Notice.Recovery("queue", "well"));
        await rig.WhenAsync(() => rig.Slack.Calls.Count == 2);
        Assert.Single(rig.Sms.Calls);
        gate.SetResult(ChannelOutcome.Lost("no whole answer within 10 s"));
        await rig.QuietAsync();
        Assert.Equal([NoticeKind.Escalation, NoticeKind.Recovery], rig.Sms.Calls.Select(c => c.Notice.Kind));
        Assert.Contains(rig.Settled, s => s.Delivery is { Why: Overtaken, Channel: "sms" });
    }

    [Fact]
    public async Task Tell_CloseWhileAnAlarmWaits_GivesItUp()
    {
        await using var rig = NotifierRig.Start();
        rig.Sms.Answer(ChannelOutcome.Again("answered 503"));
        rig.Notifier.Tell(NotifierRig.Alarm());
        rig.Notifier.Tell(Rung("sms"));
        await rig.WhenAsync(() => rig.Notifier.Waiting.Any(r => r.Deliveries[0].Attempts == 1) && rig.Settled.Count == 1);
        rig.Notifier.Tell(Notice.Closed("queue", "ana closed it"));
        await rig.QuietAsync();
        Assert.Contains(rig.Settled, s => s.Delivery is { Why: "overtaken by the close of the incident", Channel: "sms" });
        Assert.Equal([NoticeKind.Alarm, NoticeKind.Acknowledgement], rig.Slack.Calls.Select(c => c.Notice.Kind));
        Assert.Single(rig.Sms.Calls);
    }

    [Fact]
    public async Task Start_WithAnAlarmThatARecoveryOvertook_DoesNotTellIt()
    {
        var records = new MemoryRecords();
        await using (var first = NotifierRig.Start(records))
        {
            first.Slack.Answer(ChannelOutcome.Again("answered 503"));
            first.Notifier.Tell(NotifierRig.Alarm());
            await first.WhenAsync(() => first.Notifier.Waiting.Any(r => r.Deliveries[0].Attempts == 1));
            first.Store.HangsAt = record => record.Json.Contains("overtaken", StringComparison.Ordinal);
            first.Notifier.Tell(Notice.Recovery("queue", "well"));
            await first.WhenAsync(() => records.All.Count == 2);
        }

        await using var second = NotifierRig.Start(records);
        await second.QuietAsync();
        Assert.DoesNotContain(second.Slack.Calls, c => c.Notice.Kind == NoticeKind.Alarm);
    }

    [Fact]
    public async Task Tell_ToAChannelWhoseAnswerNobodyExpected_IsTriedAFewTimes()
    {
        await using var rig = NotifierRig.Start();
        rig.Sms.Answer(ChannelOutcome.Unknown("the answer does not hold what Expect asks for"));
        rig.Notifier.Tell(NotifierRig.Alarm());
        rig.Notifier.Tell(Rung("sms"));
        await rig.PassUntilAsync(() => rig.Settled.Count == 2);
        var given = rig.Settled.Single(s => s.Delivery.Channel == "sms").Delivery;
        Assert.Equal((DeliveryState.GivenUp, "the answer does not hold what Expect asks for, 3 times"), (given.State, given.Why));
        Assert.Equal(3, rig.Sms.Calls.Count);

        rig.Sms.Answer(ChannelOutcome.Taken); // perhaps it was there
        rig.Notifier.Tell(Notice.Recovery("queue", "well"));
        await rig.QuietAsync();
        Assert.Equal(NoticeKind.Recovery, rig.Sms.Calls.Last().Notice.Kind);
    }

    private static Notice Rung(string channel) => new("queue", HealthLevel.Critical, "take it") { Kind = NoticeKind.Escalation, Channels = [channel], To = ["ana"] };
}
