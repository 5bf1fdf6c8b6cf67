using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Resilience.Tests.Notifications.Escalating;

public sealed class EscalationRulesTests
{
    private static readonly DateTimeOffset Opened = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly EscalationLadder AnswerTimes = EscalationLadders.Find(new EscalationOptions())!;
    private static readonly EscalationLadder OnCallFirst = EscalationLadders.Find(new EscalationOptions { Ladder = "on-call-first" })!;

    [Fact]
    public void Due_NobodyAnswers_EachHasItsTime()
    {
        Assert.Equal(
            ["operations 0", "technical-lead 5", "on-call 20", "management 30", "management 60", "management 90"],
            Play(AnswerTimes, Incident(), 119));
    }

    [Fact]
    public void Due_Acknowledged_StopsTheFirstKind()
    {
        Assert.Equal(["operations 0", "technical-lead 5"], Play(AnswerTimes, Incident(), 600, (7, f => f with { AcknowledgedUtc = At(7) })));
    }

    [Fact]
    public void Due_Acknowledged_DoesNotStopTheSecondKind()
    {
        Assert.Equal(
            ["on-call 0", "technical-lead 30", "head-of-technology 30"],
            Play(OnCallFirst, Incident(), 600, (7, f => f with { AcknowledgedUtc = At(7) })));
    }

    [Theory]
    [InlineData("answer-times", "operations 0")]
    [InlineData("on-call-first", "on-call 0")]
    public void Due_Resolved_StopsBoth(string ladder, string expected)
    {
        Assert.Equal([expected], Play(EscalationLadders.Find(new EscalationOptions { Ladder = ladder })!, Incident(), 600, (3, f => f with { ResolvedUtc = At(3) })));
    }

    [Fact]
    public void Due_ByLevelAndImpact_TellsFurtherPeople()
    {
        Assert.Equal(
            ["on-call 40", "technical-lead 40", "head-of-technology 40", "management 50"],
            Play(OnCallFirst, Incident(HealthLevel.Degraded), 600, (40, f => f with { Level = HealthLevel.Critical }), (41, f => f with { AcknowledgedUtc = At(41) }), (50, f => f with { HasBusinessImpact = true })));
    }

    [Theory]
    [InlineData("answer-times")]
    [InlineData("on-call-first")]
    public void Due_Degraded_CallsNobodyOutHoweverLongItLasts(string ladder) =>
        Assert.Empty(Play(EscalationLadders.Find(new EscalationOptions { Ladder = ladder })!, Incident(HealthLevel.Degraded) with { HasBusinessImpact = true }, 600));

    [Fact]
    public void Due_OwnRungForDegraded_IsTold()
    {
        var rung = new RungOptions { Level = "DEGRADED", Tell = ["ana"] };
        var options = new EscalationOptions { Ladder = "mine", Ladders = { ["mine"] = new LadderOptions { Rungs = { ["first"] = rung } } } };
        Assert.Equal(["first 0"], Play(EscalationLadders.Find(options)!, Incident(HealthLevel.Degraded), 10));
    }

    [Fact]
    public void Due_ToldOfCriticalAfterItBecameAnEmergency_IsToldOfTheEmergencyToo()
    {
        var facts = Incident(HealthLevel.Emergency) with { EmergencyUtc = At(1), Told = [new RungTold("operations", At(2), HealthLevel.Critical)] };
        Assert.Contains(EscalationRules.Due(AnswerTimes, facts, At(3)), due => due.Rung.Name == "operations");
        var told = facts with { Told = [.. facts.Told, new RungTold("operations", At(3), HealthLevel.Emergency)] };
        Assert.DoesNotContain(EscalationRules.Due(AnswerTimes, told, At(4)), due => due.Rung.Name == "operations");
    }

    [Fact]
    public void Due_Emergency_TellsEveryRungAtOnceWhoeverAcknowledged()
    {
        Assert.Equal(4, EscalationRules.Due(AnswerTimes, Incident(HealthLevel.Emergency) with { AcknowledgedUtc = Opened }, Opened).Count);
        Assert.Equal(4, EscalationRules.Due(OnCallFirst, Incident(HealthLevel.Emergency), Opened).Count);
    }

    [Fact]
    public void Due_WorsenedToEmergency_TellsThoseAgainWhoWereToldOfLess()
    {
        Assert.Equal(
            ["operations 0", "technical-lead 5", "operations 9", "technical-lead 9", "on-call 9", "management 9"],
            Play(AnswerTimes, Incident(HealthLevel.Critical), 600, (7, f => f with { AcknowledgedUtc = At(7) }), (9, f => f with { Level = HealthLevel.Emergency, EmergencyUtc = At(9) })));
    }

    [Fact]
    public void Due_AfterALongSleep_GivesEachItsTimeAllTheSame()
    {
        var told = new List<string>();
        var facts = Incident();
        for (var minute = 500; minute < 560; minute++)
        {
            facts = Take(AnswerTimes, facts, minute, told);
        }

        Assert.Equal(["operations 500", "technical-lead 505", "on-call 520", "management 530"], told);
    }

    [Fact]
    public void Due_WithTheClockSetBack_StillTellsTheFirst()
    {
        Assert.Equal("operations", Assert.Single(EscalationRules.Due(AnswerTimes, Incident(), At(-600))).Rung.Name);
        var told = Incident() with { Told = [new RungTold("operations", At(0))] };
        Assert.Empty(EscalationRules.Due(AnswerTimes, told, At(-600)));
    }

    [Fact]
    public void Find_OwnLadder_IsOrderedByTime()
    {
        var options = new EscalationOptions
        {
            Ladder = "mine",
            Ladders = { ["mine"] = new LadderOptions { Rungs = { ["late"] = new RungOptions { AfterMinutes = 9, Level = "DEGRADED", When = "unresolved", Tell = ["bo"] }, ["soon"] = new RungOptions { Tell = ["ana"] } } } },
        };
        var ladder = EscalationLadders.Find(options)!;
        Assert.Equal(["soon", "late"], ladder.Rungs.Select(r => r.Name));
        Assert.False(ladder.Rungs[1].UntilAcknowledged);
        Assert.Equal((HealthLevel.Critical, HealthLevel.Degraded), (ladder.Rungs[0].Level, ladder.Rungs[1].Level));
        Assert.Null(EscalationLadders.Find(new EscalationOptions { Ladder = "none" }));
    }

    private static IncidentFacts Incident(HealthLevel level = HealthLevel.Critical) =>
        new("7", "level", "the queue is slow", Opened, null, null, level, HasBusinessImpact: false, []);

    private static DateTimeOffset At(int minute) => Opened.AddMinutes(minute);

    // Looks every minute; what happens at a minute is known before the look.
    private static List<string> Play(EscalationLadder ladder, IncidentFacts facts, int minutes, params (int Minute, Func<IncidentFacts, IncidentFacts> Change)[] events)
    {
        var told = new List<string>();
        for (var minute = 0; minute <= minutes; minute++)
        {
            facts = events.Where(e => e.Minute == minute).Aggregate(facts, (f, e) => e.Change(f));
            facts = Take(ladder, facts, minute, told);
        }

        return told;
    }

    private static IncidentFacts Take(EscalationLadder ladder, IncidentFacts facts, int minute, List<string> told)
    {
        foreach (var due in EscalationRules.Due(ladder, facts, At(minute)))
        {
            told.Add($"{due.Rung.Name} {minute}");
            facts = facts with { Told = [.. facts.Told, new RungTold(due.Rung.Name, At(minute))] };
        }

        return facts;
    }
}
