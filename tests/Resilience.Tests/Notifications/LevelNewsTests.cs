using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Notifications.Texts;

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

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Next_WithAJumpOverCritical_CallsOutOnce(int apart)
    {
        At(0, HealthLevel.Critical);
        Assert.Equal(HealthLevel.Degraded, At(apart, HealthLevel.Emergency)!.Level);
        for (var second = apart + 1; second < 35 + apart; second++)
        {
            Assert.Null(At(second, HealthLevel.Emergency));
        }

        Assert.Equal((HealthLevel.Emergency, "The level is still EMERGENCY: queue: it stands"), At(35 + apart, HealthLevel.Emergency) is { } page ? (page.Level, page.Summary) : default);
        Assert.Equal(HealthLevel.Emergency, _news.Told);
        Assert.Null(At(36 + apart, HealthLevel.Emergency));
    }

    [Fact]
    public void Next_WithAnEmergencyLongAfterCritical_CallsOutForEachInItsTime()
    {
        At(0, HealthLevel.Critical);
        At(11, HealthLevel.Emergency);
        Assert.Equal(HealthLevel.Critical, At(35, HealthLevel.Emergency)!.Level);
        Assert.Equal(HealthLevel.Emergency, At(46, HealthLevel.Emergency)!.Level);
    }

    [Fact]
    public void Next_WithAnEmergencyThatIsNotSeenToTheEnd_CallsOutForCriticalAfterAMoment()
    {
        At(0, HealthLevel.Critical);
        At(5, HealthLevel.Emergency);
        Assert.Null(At(35, HealthLevel.Emergency, seen: HealthLevel.Critical));
        Assert.Equal(HealthLevel.Critical, At(40, HealthLevel.Emergency, seen: HealthLevel.Critical)!.Level);
    }

    [Fact]
    public void Next_WithAnyNews_HasATitleOfTheLevelInItsText()
    {
        var texts = new NoticeTexts(new TextOptions(), "relevo");
        var said = 0;
        for (var second = 0; second < 400; second++)
        {
            var level = (HealthLevel)(second / 7 * 5 % 4);
            if (At(second, level) is not { Kind: NoticeKind.Alarm } notice)
            {
                continue;
            }

            var report = new NoticeReport("1", DateTimeOffset.UnixEpoch, "level", notice.Kind, notice.Level, "", notice.Summary, "", null, null, []) { Stands = notice.Stands };
            var title = texts.Words(report).Title;
            Assert.StartsWith($"[relevo] {LevelWords.Of(level)} level: The level ", title, StringComparison.Ordinal);
            said++;
        }

        Assert.True(said > 10);
    }

    [Fact]
    public void Next_WhileAllIsWell_TellsNothing() => Assert.Null(At(0, HealthLevel.Healthy));

    [Fact]
    public void Next_WithoutPatience_TellsTheLevelAtOnce() =>
        Assert.Equal(HealthLevel.Emergency, _news.Next(Of(HealthLevel.Emergency), TimeSpan.Zero, TimeSpan.Zero)!.Level);

    private static HealthSnapshot Of(HealthLevel level, HealthLevel? seen = null) => new(
        level,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        TimeSpan.Zero,
        [],
        level == HealthLevel.Healthy ? [] : [new Complaint("queue", seen ?? level, "it stands")]);

    private Notice? At(double seconds, HealthLevel level, HealthLevel? seen = null) => _news.Next(Of(level, seen), TimeSpan.FromSeconds(seconds), Patience);
}
