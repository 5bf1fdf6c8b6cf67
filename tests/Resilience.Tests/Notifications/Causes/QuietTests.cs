using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Causes;

public sealed class QuietTests
{
    private readonly NotificationsOptions _options = NotifierRig.Patient();

    [Fact]
    public async Task Tell_DuringPlannedWork_IsRecordedAndToldWhenItEnds()
    {
        _options.Maintenance["saturday"] = new MaintenanceOptions { Days = ["Saturday"], From = "11:30", Minutes = 60 }; // The clock begins at 12:00 on a Saturday.
        await using var rig = NotifierRig.Start(options: _options);
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
        await rig.WhenAsync(() => rig.Records.All.Count == 1);
        await rig.PassAsync(TimeSpan.FromMinutes(29));
        Assert.All(rig.Channels, channel => Assert.Empty(channel.Calls));
        Assert.Equal("planned work (saturday)", Assert.Single(await rig.Notifier.RecentAsync(10, CancellationToken.None)).Quiet);
        Assert.Equal("saturday", rig.Notifier.QuietBy(HealthLevel.Emergency));

        await rig.PassUntilAsync(() => rig.Settled.Count == 5, step: TimeSpan.FromSeconds(5));
        Assert.InRange((rig.Time.GetUtcNow() - new DateTimeOffset(2026, 11, 21, 12, 30, 0, TimeSpan.Zero)).TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task Tell_WorseThanTheWindowKeepsQuiet_IsTold()
    {
        _options.Maintenance["saturday"] = new MaintenanceOptions { Days = ["Saturday"], From = "11:30", Minutes = 60, UpTo = "CRITICAL" };
        await using var rig = NotifierRig.Start(options: _options);
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Critical, "quiet"));
        rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency, "loud"));
        await rig.WhenAsync(() => rig.Settled.Count == 5);
        Assert.All(rig.Settled, s => Assert.Equal("loud", s.Notice.Cause));
    }

    [Fact]
    public async Task Start_AfterARestartInPlannedWork_TellsAtItsEndWhatStillStands()
    {
        _options.Maintenance["saturday"] = new MaintenanceOptions { Days = ["Saturday"], From = "11:30", Minutes = 31 };
        var records = new MemoryRecords();
        await using (var first = NotifierRig.Start(records, _options))
        {
            first.Notifier.Tell(NotifierRig.Alarm());
            await first.WhenAsync(() => records.All.Count == 1);
        }

        await using var second = NotifierRig.Start(records, _options);
        await second.PassUntilAsync(() => second.Settled.Count == 1);
        Assert.StartsWith("Stands after planned work", second.Settled.Single().Notice.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tell_CauseThatComesAndGoes_IsSummedUpAndClosedWhenItSettles()
    {
        await using var rig = NotifierRig.Start(options: _options);
        for (var i = 0; i < 20; i++)
        {
            rig.Notifier.Tell(NotifierRig.Alarm(HealthLevel.Emergency));
            await rig.QuietAsync();
            rig.Notifier.Tell(Notice.Recovery("queue", "well"));
            await rig.QuietAsync();
        }

        Assert.Equal(6, rig.Slack.Calls.Count);
        Assert.Equal(NoticeKind.Recovery, rig.PagerDuty.Calls.Last().Notice.Kind);
        await rig.PassUntilAsync(() => rig.Records.All.Any(r => r.Json.Contains("Has settled at HEALTHY", StringComparison.Ordinal)), step: TimeSpan.FromSeconds(5));
        Assert.Equal(6, rig.Slack.Calls.Count);
    }
}
