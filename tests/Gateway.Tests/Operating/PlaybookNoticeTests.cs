using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>What is told of a playbook ends with the level, and what nobody would end is no alarm.</summary>
public sealed class PlaybookNoticeTests
{
    [Fact]
    public async Task WhatIsToldOfAPlaybook_IsOfTheCauseOfTheLevel()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(40);
        Step(bed);
        Step(bed); // tried again
        bed.Notices.Tell(new PlaybookEscalation("run", HealthLevel.Emergency, null, "validate failed"));
        await bed.QuietAsync();
        var raised = bed.PagerDuty.Taken.ToList();
        Assert.Equal([NoticeKind.Alarm, NoticeKind.Addition, NoticeKind.Addition], raised.Select(m => m.Notice.Kind));

        bed.End();
        await bed.PassAsync(60);
        var resolved = bed.PagerDuty.Taken.Skip(raised.Count).Single();
        Assert.Equal(NoticeKind.Recovery, resolved.Notice.Kind);
        Assert.All(raised, m => Assert.Equal(resolved.Notice.Cause, m.Notice.Cause));
    }

    [Fact]
    public async Task WhatIsToldOfAPlaybookByHand_IsByHand()
    {
        await using var bed = await NoticeBed.StartAsync();
        Step(bed);
        bed.Notices.Tell(new PlaybookEscalation("run", HealthLevel.Emergency, null, "validate failed"));
        await bed.QuietAsync();
        Assert.Equal([NoticeKind.ByHand, NoticeKind.ByHand], bed.PagerDuty.Taken.Select(m => m.Notice.Kind));
    }

    [Fact]
    public async Task PlaybookThatDidNotHelp_OnceSomebodyHasTakenIt_CallsNobodyOut()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(40);
        bed.Incidents.Acknowledge(bed.Incidents.Open!.Id, "ana");
        bed.Notices.Tell(new PlaybookEscalation("run", HealthLevel.Emergency, null, "validate failed"));
        await bed.QuietAsync();
        Assert.Contains(bed.Slack.Taken, m => m.Notice.Kind == NoticeKind.Addition);
        Assert.DoesNotContain(bed.CalledOut, m => m.Notice.Kind == NoticeKind.Addition);
    }

    private static void Step(NoticeBed bed)
    {
        var context = new PlaybookContext("run", HealthLevel.Emergency, HealthLevel.Emergency, [], [], 1);
        Assert.Equal(ActionResult.Done, bed.Playbook.Tell(new PlaybookNotice(context, "everyone", "look at the pumps", true)).Result);
    }
}
