using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Records;
using Relevo.Resilience.Tests.Notifications.Support;
using Record = Relevo.Resilience.Records.Record;

namespace Relevo.Resilience.Tests.Notifications.Delivering;

public sealed class RestartTests
{
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task Start_AfterAKill_GoesOnWithWhatWasNotToldAndRepeatsNothing()
    {
        var first = NotifierRig.Start(_records);
        first.Slack.Answer(ChannelOutcome.Again("answered 500"));
        var id = first.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical))!;
        await first.WhenAsync(() => first.Settled.Count == 2 && first.Slack.Calls.Count == 1);
        await first.WhenAsync(() => _records.Find("notice", id)!.Json is var json && json.Contains("answered 500", StringComparison.Ordinal) && json.Split("Taken").Length == 3);
        first.Store.Hangs = true;

        await using var second = NotifierRig.Start(_records);
        await second.WhenAsync(() => second.Settled.Count == 1);
        Assert.Equal(id, second.Slack.Calls.Single().Notice.Id);
        Assert.Equal(2, second.Settled.Single().Delivery.Attempts);
        Assert.Empty(second.Email.Calls);
        second.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical));
        await second.QuietAsync();
        Assert.Single(second.Slack.Calls);
    }

    [Fact]
    public async Task Start_KilledBetweenDeliveryAndRecord_TellsThatOneOnceMoreUnderTheSameId()
    {
        var first = NotifierRig.Start(_records);
        first.Store.HangsAt = record => record.Json.Contains("taken", StringComparison.OrdinalIgnoreCase);
        first.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
        await first.WhenAsync(() => first.Channels.Sum(c => c.Calls.Count) == 5);

        await using var second = NotifierRig.Start(_records);
        await second.WhenAsync(() => second.Settled.Count == 5);
        Assert.Equal(first.PagerDuty.Calls.Single().Id, second.PagerDuty.Calls.Single().Id);

        await using var third = NotifierRig.Start(_records);
        third.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
        await third.QuietAsync();
        Assert.All(third.Channels, channel => Assert.Empty(channel.Calls));
    }

    [Fact]
    public async Task Start_AfterARestart_ResolvesWhatTheOneBeforeRaised()
    {
        await using (var first = NotifierRig.Start(_records))
        {
            first.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
            await first.WhenAsync(() => first.Settled.Count == 5);
        }

        await using var second = NotifierRig.Start(_records);
        second.Notifier.Tell(Notice.Recovery("queue", "well"));
        await second.WhenAsync(() => second.Settled.Count == 5);
        Assert.Equal(NoticeKind.Recovery, second.PagerDuty.Calls.Single().Notice.Kind);

        await using var third = NotifierRig.Start(_records);
        third.Notifier.Tell(Notice.Recovery("queue", "well"));
        third.Notifier.Tell(NotifierRig.Alarm());
        await third.WhenAsync(() => third.Settled.Count == 1);
    }

    [Fact]
    public async Task Start_WithAClockSetBack_GoesOnWithNoticesOfTheFuture()
    {
        await using (var first = NotifierRig.Start(_records))
        {
            first.Slack.Answer(ChannelOutcome.Again("answered 500"));
            first.Notifier.Tell(NotifierRig.Alarm());
            await first.WhenAsync(() => first.Slack.Calls.Count == 1 && first.Notifier.Waiting.Any(r => r.Deliveries[0].Attempts == 1));
        }

        await using var second = NotifierRig.Create(_records);
        second.Time.JumpWallClock(TimeSpan.FromDays(-30));
        second.Begin();
        await second.WhenAsync(() => second.Settled.Count == 1);
        Assert.Equal(DeliveryState.Taken, second.Settled.Single().Delivery.State);
    }

    [Fact]
    public async Task Tell_AfterTheClockWasSetBack_IsRememberedAsTheLaterOne()
    {
        await using (var first = NotifierRig.Start(_records))
        {
            first.Notifier.Tell(NotifierRig.Alarm());
            await first.WhenAsync(() => first.Settled.Count == 1);
            first.Time.JumpWallClock(TimeSpan.FromDays(-30));
            first.Notifier.Tell(Notice.Recovery("queue", "well"));
            await first.WhenAsync(() => first.Settled.Count == 2);
        }

        await using var second = NotifierRig.Create(_records);
        second.Time.JumpWallClock(TimeSpan.FromDays(-60));
        second.Begin();
        second.Notifier.Tell(Notice.Recovery("queue", "well"));
        second.Notifier.Tell(NotifierRig.Alarm());
        await second.WhenAsync(() => second.Settled.Count == 1);
        Assert.Equal(NoticeKind.Alarm, second.Settled.Single().Notice.Kind);

        await using var third = NotifierRig.Start(_records);
        third.Notifier.Tell(NotifierRig.Alarm());
        await third.QuietAsync();
        Assert.Empty(third.Slack.Calls);
    }

    [Fact]
    public async Task Start_WithGarbageInTheStore_LeavesItOut()
    {
        string[] bad = ["", "{", "null", "[]", """{"id":null}""", """{"id":"a","kind":"nonsense"}""", """{"deliveries":null}"""];
        for (var i = 0; i < bad.Length; i++)
        {
            _records.Put(new Record("notice", $"bad-{i}", DateTimeOffset.UnixEpoch, bad[i]));
        }

        await using var rig = NotifierRig.Start(_records);
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.WhenAsync(() => rig.Settled.Count == 1);
        Assert.DoesNotContain("9110", rig.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_UnderAnIdThatWasTold_IsNotToldAgain()
    {
        var notice = new Notice("incident", HealthLevel.Critical, "x") { Kind = NoticeKind.Escalation, Id = "esc-1-lead-1" };
        await using (var first = NotifierRig.Start(_records))
        {
            first.Notifier.Tell(notice);
            first.Notifier.Tell(notice);
            await first.WhenAsync(() => first.Settled.Count == 3);
        }

        await using var second = NotifierRig.Start(_records);
        second.Notifier.Tell(notice);
        await second.QuietAsync();
        Assert.Empty(second.Slack.Calls);
    }

    [Fact]
    public async Task StopAsync_WithNoticesThatNobodyLookedAt_LeavesThemToTheNextProcess()
    {
        var first = NotifierRig.Create(_records);
        first.Notifier.Tell(NotifierRig.Alarm());
        await first.Notifier.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(first.Slack.Calls);

        await using var second = NotifierRig.Start(_records);
        await second.WhenAsync(() => second.Settled.Count == 1);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Tell_WhileTheStoreDoesNotWork_IsToldFromMemoryAndSavedLater(bool hangs)
    {
        await using var rig = NotifierRig.Create(_records, new() { Delivery = { CallSeconds = 120 } });
        (rig.Store.Hangs, rig.Store.Fails) = (hangs, !hangs);
        rig.Begin();
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical));
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical));
        await Until(rig, () => rig.Settled.Count == 3);
        Assert.Single(rig.Slack.Calls);
        Assert.Contains("9107", rig.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", rig.Log.All, StringComparison.Ordinal);
        var remembered = Assert.Single(await Recent(rig));
        Assert.True(remembered.IsSettled);

        (rig.Store.Hangs, rig.Store.Fails) = (false, false);
        if (!hangs)
        {
            await Until(rig, () => _records.All.Count == 1 && !_records.All[0].Json.Contains("waiting", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Tell_WithAWriteThatEndsAfterItsDeadline_DoesNotLetItReplaceWhatIsNewer()
    {
        await using var rig = NotifierRig.Create(_records, new() { Delivery = { CallSeconds = 120 } });
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Store.Before = record => record.Json.Contains("Waiting", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        rig.Begin();
        rig.Notifier.Tell(NotifierRig.Alarm());
        await Until(rig, () => rig.Settled.Count == 1);
        await rig.PassAsync(TimeSpan.FromSeconds(40));
        gate.SetResult();
        await rig.PassUntilAsync(() => rig.Store.Written == 2);
        Assert.Contains("Taken", _records.All.Single().Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAStoreThatComesBackLater_TakesUpWhatWasNotTold()
    {
        await using (var first = NotifierRig.Start(_records))
        {
            first.Slack.Answer(ChannelOutcome.Again("answered 500"));
            first.Notifier.Tell(NotifierRig.Alarm(cause: "old"));
            await first.WhenAsync(() => first.Notifier.Waiting.Any(r => r.Deliveries[0].Attempts == 1));
        }

        await using var second = NotifierRig.Create(_records);
        second.Store.Fails = true;
        second.Begin();
        second.Notifier.Tell(NotifierRig.Alarm(cause: "new"));
        await second.WhenAsync(() => second.Settled.Count == 1);
        second.Store.Fails = false;
        await second.PassUntilAsync(() => second.Settled.Count == 2);
        Assert.Equal(["new", "old"], second.Slack.Calls.Select(c => c.Notice.Cause));
    }

    // A store that hangs arms deadlines at any time, so the clock goes on whatever is armed.
    private static Task Until(NotifierRig rig, Func<bool> isTrue) =>
        Relevo.Tests.Shared.Until.TrueAsync(isTrue, between: () => rig.Time.Advance(TimeSpan.FromMilliseconds(10)));

    private static async Task<IReadOnlyList<NoticeReport>> Recent(NotifierRig rig)
    {
        var recent = rig.Notifier.RecentAsync(10, CancellationToken.None);
        await Until(rig, () => recent.IsCompleted);
        return await recent;
    }
}
