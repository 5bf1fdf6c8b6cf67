using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>Nobody is called out before the level has lasted: not by the level, not by the ladder, not by a playbook.</summary>
public sealed class PatienceTests
{
    [Fact]
    public async Task Emergency_OfAGatewayThatIsRestartedAgainAndAgain_CallsOutAsSoonAsOneThatRuns()
    {
        var records = new MemoryRecords();
        foreach (var later in (int[])[0, 15, 30])
        {
            await using var early = await NoticeBed.StartAsync(records, later);
            await early.PassAsync(3);
            early.Begin(HealthLevel.Emergency);
            await early.PassAsync(9);
            Assert.Empty(early.CalledOut);
        }

        await using var last = await NoticeBed.StartAsync(records, later: 45);
        last.Begin(HealthLevel.Emergency);
        await last.PassAsync(1);
        Assert.Contains(last.Sms.Taken, m => m.Recipient == "ana");
    }

    [Fact]
    public async Task Emergency_AfterAllWasWell_WaitsForThePatienceAgain()
    {
        var records = new MemoryRecords();
        await using (var first = await NoticeBed.StartAsync(records))
        {
            first.Begin(HealthLevel.Emergency);
            await first.PassAsync(9);
        }

        await using var second = await NoticeBed.StartAsync(records, later: 60);
        second.Begin(HealthLevel.Degraded);
        await second.PassAsync(2);
        second.End();
        await second.PassAsync(120); // left after its quiet time: what was before is over
        second.Begin(HealthLevel.Emergency);
        await second.PassAsync(5);
        Assert.Empty(second.CalledOut);
    }

    [Fact]
    public async Task Degraded_HoweverLongItLasts_GoesToSlackOnly()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Degraded);
        await bed.PassAsync(120);
        Assert.Single(bed.Slack.Taken);
        Assert.Empty(bed.CalledOut);
    }

    [Fact]
    public async Task Emergency_ThatLasts_CallsEverybodyOutOnceItHas()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        Assert.Equal((ActionResult.NothingToDo, "they are told once it has lasted 40 s"), Step(bed, "everyone"));
        await bed.PassAsync(39);
        Assert.Single(bed.Slack.Taken);
        Assert.Empty(bed.CalledOut);

        await bed.PassAsync(1);
        Assert.Equal(["ana", "ben", "cy"], bed.Sms.Taken.Select(m => m.Recipient).Distinct().Order());
        Assert.Equal((ActionResult.NothingToDo, "they were told when the level had lasted"), Step(bed, "everyone"));
        Assert.Equal((ActionResult.NothingToDo, "they were told when the level had lasted"), Step(bed, "routing"));
    }

    [Fact]
    public async Task JumpOverCritical_IsOnePageForEachPerson()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Critical);
        await bed.PassAsync(5);
        bed.Begin(HealthLevel.Emergency);
        await bed.PassAsync(60);
        Assert.Equal(["ana", "ben", "cy"], bed.Sms.Taken.Select(m => m.Recipient).Order());
        Assert.Single(bed.PagerDuty.Taken);
        Assert.All(bed.CalledOut, m => Assert.StartsWith("[relevo] EMERGENCY level: ", m.Words.Title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task StepWithWordsOfItsOwn_BeforeTheLevelHasLasted_GoesToSlackOnly()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        Assert.Equal(ActionResult.Done, Step(bed, "everyone", ownWords: true).Result);
        await bed.QuietAsync();
        Assert.Contains(bed.Slack.Taken, m => m.Notice.Summary == "look at the pumps");
        Assert.Empty(bed.CalledOut);

        await bed.PassAsync(40);
        Step(bed, "everyone", ownWords: true, run: "next");
        await bed.QuietAsync();
        Assert.Contains(bed.Sms.Taken, m => m.Notice.Summary == "look at the pumps");
    }

    [Fact]
    public async Task PlaybookThatDidNotHelp_BeforeTheLevelHasLasted_CallsNobodyOut()
    {
        await using var bed = await NoticeBed.StartAsync();
        bed.Begin(HealthLevel.Emergency);
        bed.Notices.Tell(new PlaybookEscalation("run", HealthLevel.Emergency, null, "validate failed"));
        await bed.QuietAsync();
        Assert.Equal(2, bed.Slack.Taken.Count);
        Assert.Empty(bed.Sms.Taken);
    }

    [Fact]
    public async Task StepOfAPlaybookThatSomebodyRuns_TellsEverybodyAtOnce()
    {
        await using var bed = await NoticeBed.StartAsync();
        Assert.Equal(ActionResult.Done, Step(bed, "everyone").Result);
        await bed.QuietAsync();
        Assert.Equal(["ana"], bed.Sms.Taken.Select(m => m.Recipient));
    }

    private static (ActionResult Result, string? Reason) Step(NoticeBed bed, string to, bool ownWords = false, string run = "run")
    {
        var context = new PlaybookContext(run, HealthLevel.Emergency, HealthLevel.Emergency, [], [], 1);
        var outcome = bed.Playbook.Tell(new PlaybookNotice(context, to, "look at the pumps", ownWords));
        return (outcome.Result, outcome.Reason);
    }
}
