using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>A restart is no reason to call anybody out again for what somebody has taken.</summary>
public sealed class RestartNewsTests
{
    private readonly MemoryRecords _records = new();

    [Fact]
    public async Task TakenBefore_AndNoWorse_IsToldToNobodyUntilItIsOver()
    {
        await TakeAsync(HealthLevel.Emergency);
        await using var bed = await NoticeBed.StartAsync(_records);
        bed.Begin(HealthLevel.Degraded, "it is slow"); // as the checks of a start find it
        await bed.PassAsync(2);
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(60);
        Assert.Equal(HealthLevel.Emergency, bed.Notices.Told);
        Assert.Empty(bed.Slack.Taken);
        Assert.Empty(bed.CalledOut);

        bed.End();
        await bed.PassAsync(60);
        Assert.Contains(bed.Slack.Taken, m => m.Notice.Kind == NoticeKind.Recovery);
        Assert.Equal(["ana", "ben", "cy"], bed.Sms.Taken.Select(m => m.Recipient).Order());
        Assert.Equal([NoticeKind.Recovery], bed.PagerDuty.Taken.Select(m => m.Notice.Kind));
    }

    [Fact]
    public async Task TakenBefore_AndWorse_IsTold()
    {
        await TakeAsync(HealthLevel.Critical);
        await using var bed = await NoticeBed.StartAsync(_records);
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(41);
        Assert.Equal(HealthLevel.Emergency, Assert.Single(bed.PagerDuty.Taken).Notice.Level);
        Assert.Equal(["ana", "ben", "cy"], bed.Sms.Taken.Select(m => m.Recipient).Order());
    }

    [Fact]
    public async Task TakenBefore_ThatGotBetterAndWorseAgain_IsTold()
    {
        await TakeAsync(HealthLevel.Emergency);
        await using var bed = await NoticeBed.StartAsync(_records);
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(45);
        bed.Begin(HealthLevel.Degraded);
        await bed.PassAsync(60);
        Assert.Equal([HealthLevel.Degraded], bed.Slack.Taken.Select(m => m.Notice.Level));
        Assert.Empty(bed.CalledOut);

        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(60);
        Assert.Single(bed.PagerDuty.Taken);
    }

    private async Task TakeAsync(HealthLevel level)
    {
        await using var before = await NoticeBed.StartAsync(_records);
        before.Begin(level);
        await before.PassAsync(41);
        Assert.NotEmpty(before.CalledOut);
        before.Incidents.Acknowledge(before.Incidents.Open!.Id, "ana");
        await before.QuietAsync();
    }
}
