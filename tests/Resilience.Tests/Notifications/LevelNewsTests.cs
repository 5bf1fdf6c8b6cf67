using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;

namespace Relevo.Resilience.Tests.Notifications;

public sealed class LevelNewsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    private readonly LevelNews _news = new("level");

    [Fact]
    public void Next_WithALevelThatLasts_IsToldAtOnceAndCallsOutLater()
    {
        var first = At(0, HealthLevel.Critical)!;
        Assert.Equal((HealthLevel.Degraded, null), (first.Level, first.Change));
        Assert.Equal("The level went from HEALTHY to CRITICAL: queue: it stands. More people are told when it lasts 35 s", first.Summary);
        Assert.Null(At(34, HealthLevel.Critical));

        var page = At(35, HealthLevel.Critical)!;
        Assert.Equal(HealthLevel.Critical, page.Level);
        Assert.Equal("The level is still CRITICAL: queue: it stands", page.Summary);
        Assert.Null(At(36, HealthLevel.Critical));

        var recovery = At(60, HealthLevel.Healthy)!;
        Assert.Equal((NoticeKind.Recovery, "All is well again after CRITICAL."), (recovery.Kind, recovery.Summary));
    }

    [Fact]
    public void Next_WithALevelThatEases_IsToldWithoutCallingOut()
    {
        At(0, HealthLevel.Emergency);
        Assert.Equal(HealthLevel.Emergency, At(35, HealthLevel.Emergency)!.Level);
        Assert.Equal(HealthLevel.Degraded, At(60, HealthLevel.Critical)!.Level);
        Assert.Equal(HealthLevel.Critical, At(61, HealthLevel.Emergency)!.Level); // it was left, so it must last again
        Assert.Equal(HealthLevel.Emergency, At(96, HealthLevel.Emergency)!.Level);
    }

    [Fact]
    public void Next_WhileAllIsWell_TellsNothing() => Assert.Null(At(0, HealthLevel.Healthy));

    [Fact]
    public void Next_WithoutPatience_TellsTheLevelAtOnce() =>
        Assert.Equal(HealthLevel.Emergency, _news.Next(Of(HealthLevel.Emergency), TimeSpan.Zero, TimeSpan.Zero)!.Level);

    private static HealthSnapshot Of(HealthLevel level) => new(
        level,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        TimeSpan.Zero,
        [],
        level == HealthLevel.Healthy ? [] : [new Complaint("queue", level, "it stands")]);

    private Notice? At(double seconds, HealthLevel level) => _news.Next(Of(level), TimeSpan.FromSeconds(seconds), Patience);
}
