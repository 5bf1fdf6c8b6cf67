using Relevo.Resilience.Health;
using static Relevo.Resilience.Tests.Health.Components;

namespace Relevo.Resilience.Tests.Health;

public sealed class LevelJudgeTests
{
    [Theory]
    [InlineData(0, 0, HealthLevel.Healthy)]
    [InlineData(0, 1, HealthLevel.Degraded)]
    [InlineData(0, 2, HealthLevel.Degraded)]
    [InlineData(0, 3, HealthLevel.Critical)]
    [InlineData(0, 4, HealthLevel.Critical)]
    [InlineData(0, 50, HealthLevel.Critical)]
    [InlineData(1, 0, HealthLevel.Critical)]
    [InlineData(1, 1, HealthLevel.Critical)]
    [InlineData(1, 3, HealthLevel.Critical)]
    [InlineData(1, 50, HealthLevel.Critical)]
    [InlineData(2, 0, HealthLevel.Emergency)]
    [InlineData(2, 3, HealthLevel.Emergency)]
    [InlineData(5, 0, HealthLevel.Emergency)]
    public void Judge_ByComponentsDown_FollowsTheTable(int critical, int nonCritical, HealthLevel expected)
    {
        Assert.Equal(expected, LevelJudge.Judge(critical, nonCritical));
        List<ComponentHealth> components =
        [
            .. Enumerable.Range(0, critical).Select(i => Down($"critical-{i}")),
            .. Enumerable.Range(0, nonCritical).Select(i => Down($"other-{i}", isCritical: false)),
            Up("fine"),
            Up("also-fine", isCritical: false),
        ];
        Assert.Equal(expected, LevelJudge.Judge(components, []));
    }

    [Fact]
    public void Judge_WhenOneFaultTakesTwoDown_CountsItOnce() =>
        Assert.Equal(HealthLevel.Critical, LevelJudge.Judge([Down("store"), Down("webhook", becauseOf: "store")], []));

    [Fact]
    public void Judge_WhenTheBlamedOneIsUp_CountsWhoBlames() =>
        Assert.Equal(HealthLevel.Critical, LevelJudge.Judge([Up("store"), Down("webhook", becauseOf: "store")], []));

    [Fact]
    public void Judge_WhenTwoBlameEachOther_CountsBoth() =>
        Assert.Equal(HealthLevel.Emergency, LevelJudge.Judge([Down("a", becauseOf: "b"), Down("b", becauseOf: "a")], []));

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Judge_ByWarnings_IsDegradedHoweverMany(int complaints)
    {
        Assert.Equal(HealthLevel.Degraded, LevelJudge.Judge([], Complaints(complaints, HealthLevel.Degraded)));
        Assert.Equal(HealthLevel.Degraded, LevelJudge.Judge([Down("provider", isCritical: false)], Complaints(complaints, HealthLevel.Degraded)));
    }

    // Every combination of the five critical components, none to four of the others, and every weight of a complaint.
    [Fact]
    public void Judge_EveryCombination_FollowsTheTable()
    {
        string[] critical = ["load-balancer", "queue", "cache", "database", "webhook"];
        string[] others = ["console", "analytics", "provider-meta", "provider-bird"];
        var rows = 0;
        for (var down = 0; down < 1 << (critical.Length + others.Length); down++)
        {
            List<ComponentHealth> components =
            [
                .. critical.Select((name, i) => (down & (1 << i)) != 0 ? Down(name) : Up(name)),
                .. others.Select((name, i) => (down & (1 << (i + critical.Length))) != 0 ? Down(name, isCritical: false) : Up(name, isCritical: false)),
            ];
            var (failing, lesser) = (components.Count(c => c.IsCritical && !c.IsUp), components.Count(c => !c.IsCritical && !c.IsUp));
            foreach (var weight in Enum.GetValues<HealthLevel>())
            {
                var expected = failing >= 2 || weight == HealthLevel.Emergency ? HealthLevel.Emergency
                    : failing == 1 || lesser >= 3 || weight == HealthLevel.Critical ? HealthLevel.Critical
                    : lesser >= 1 || weight == HealthLevel.Degraded ? HealthLevel.Degraded
                    : HealthLevel.Healthy;
                Assert.Equal(expected, LevelJudge.Judge(components, weight == HealthLevel.Healthy ? [] : Complaints(1, weight)));
                rows++;
            }
        }

        Assert.Equal(2048, rows);
    }

    [Theory]
    [InlineData(HealthLevel.Critical)]
    [InlineData(HealthLevel.Emergency)]
    public void Judge_ByAHeavyComplaint_IsWhatItAsksFor(HealthLevel weight) =>
        Assert.Equal(weight, LevelJudge.Judge([Up("store")], Complaints(1, weight)));

    private static List<Complaint> Complaints(int count, HealthLevel weight) =>
        [.. Enumerable.Range(0, count).Select(i => new Complaint($"c{i}", weight, "wrong"))];
}
