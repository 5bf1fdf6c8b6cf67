using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>One message a moment for each person, and the end of it for exactly those who were alarmed.</summary>
public sealed class StandDownTests
{
    [Fact]
    public async Task Emergency_ThatCallsEverybodyOut_ReachesEachPersonOnceByEachChannel()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(40);
        Assert.Equal(["ana", "ben", "cy"], bed.Sms.Taken.Select(m => m.Recipient).Order());
        Assert.Equal(["ana", "ben", "cy"], bed.Email.Taken.Select(m => m.Recipient).Order());
        Assert.All(bed.CalledOut, m => Assert.EndsWith($"gateway incidents ack {bed.Incidents.Open!.Id}", m.Words.Short, StringComparison.Ordinal));
        var rungs = (await bed.Notifier.RecentAsync(100, CancellationToken.None)).Where(r => r.Kind == NoticeKind.Escalation).ToList();
        Assert.Equal(4, rungs.Count);
        Assert.All(rungs.SelectMany(r => r.Deliveries), d => Assert.Equal(DeliveryState.Taken, d.State));
    }

    [Fact]
    public async Task Recovery_ReachesExactlyThoseWhoWereAlarmedAndNamesTheIncident()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Critical);
        await bed.PassAsync(41);
        var incident = bed.Incidents.Open!;
        var alarmed = Ways(bed, NoticeKind.Alarm, NoticeKind.Escalation);
        bed.Incidents.Acknowledge(incident.Id, "ana");
        await bed.QuietAsync();
        Assert.Equal(alarmed, Ways(bed, NoticeKind.Acknowledgement));

        bed.End();
        await bed.PassAsync(60);
        Assert.Equal(alarmed, Ways(bed, NoticeKind.Recovery));
        Assert.All(bed.Sms.Taken.Where(m => m.Notice.Kind == NoticeKind.Recovery), m => Assert.Contains(incident.Id, m.Words.Short, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recovery_AfterARestart_ReachesThoseAlarmedBeforeAndNobodyTheNextTime()
    {
        var records = new MemoryRecords();
        await using (var first = await NoticeBed.StartAsync(records))
        {
            first.Begin(HealthLevel.Critical);
            await first.PassAsync(41);
            Assert.Contains(first.Sms.Taken, m => m.Recipient == "ana");
        }

        await using var second = await NoticeBed.StartAsync(records);
        second.Incidents.Confirm(second.Monitor.Snapshot);
        second.Notices.Confirm(second.Monitor.Snapshot);
        await second.QuietAsync();
        Assert.Equal([NoticeKind.Recovery], second.Sms.Taken.Select(m => m.Notice.Kind));

        second.Begin(HealthLevel.Degraded);
        await second.PassAsync(5);
        second.End();
        await second.PassAsync(60);
        Assert.Single(second.Sms.Taken);
    }

    [Fact]
    public async Task CloseByHand_IsToldToThoseWhoWereAlarmed()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Critical);
        await bed.PassAsync(41);
        var alarmed = Ways(bed, NoticeKind.Alarm, NoticeKind.Escalation);
        bed.Incidents.Close(bed.Incidents.Open!.Id, "ana");
        await bed.QuietAsync();
        Assert.Equal(alarmed, Ways(bed, NoticeKind.Acknowledgement));
    }

    [Fact]
    public async Task Timeline_HasALineForEachMessageThatWasSent()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(45);
        var lines = bed.Incidents.Open!.Timeline.Where(entry => entry.Kind == TimelineKind.Notification).Select(entry => entry.Text).ToList();
        Assert.Single(lines, "ana by sms: told");
        Assert.Equal(bed.Slack.Taken.Count + bed.CalledOut.Count, lines.Count);
    }

    private static IReadOnlyList<string> Ways(NoticeBed bed, params NoticeKind[] kinds) =>
        [.. new[] { bed.Slack, bed.Email, bed.Sms, bed.PagerDuty }.SelectMany(channel => channel.Taken.Where(m => kinds.Contains(m.Notice.Kind)).Select(m => $"{channel.Name}/{m.Recipient}")).Distinct().Order()];
}
