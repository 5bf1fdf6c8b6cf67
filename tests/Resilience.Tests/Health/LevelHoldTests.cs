using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Health;

public sealed class LevelHoldTests
{
    private readonly LevelHold _hold = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(HealthLevel.Degraded)]
    [InlineData(HealthLevel.Critical)]
    [InlineData(HealthLevel.Emergency)]
    public void Next_WithAWorseLevel_EntersItAtOnce(HealthLevel level)
    {
        Assert.Equal(HealthLevel.Healthy, At(0, HealthLevel.Healthy));
        Assert.Equal(level, At(0.1, level));
    }

    [Fact]
    public void Next_AfterQuiet_LeavesAndNotSooner()
    {
        At(0, HealthLevel.Critical);
        Assert.Equal(HealthLevel.Critical, At(1, HealthLevel.Critical));
        Assert.Equal(HealthLevel.Critical, At(10.9, HealthLevel.Healthy));
        Assert.Equal(HealthLevel.Healthy, At(11, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_WhileJudgedButGoodAgain_CountsQuietFromTheLastTrouble()
    {
        At(0, HealthLevel.Critical);
        _hold.Next(HealthLevel.Critical, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));
        Assert.Equal(HealthLevel.Critical, At(10.4, HealthLevel.Healthy));
        Assert.Equal(HealthLevel.Healthy, At(10.5, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_WithTroubleInTheQuietTime_BeginsItAnew()
    {
        At(0, HealthLevel.Degraded);
        At(9, HealthLevel.Degraded);
        Assert.Equal(HealthLevel.Degraded, At(18.9, HealthLevel.Healthy));
        Assert.Equal(HealthLevel.Healthy, At(19, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_FromTheWorst_ComesDownStepByStep()
    {
        At(0, HealthLevel.Emergency);
        At(5, HealthLevel.Critical);
        Assert.Equal(HealthLevel.Emergency, At(9.9, HealthLevel.Degraded));
        Assert.Equal(HealthLevel.Critical, At(10, HealthLevel.Degraded));
        Assert.Equal(HealthLevel.Degraded, At(15, HealthLevel.Degraded));
        Assert.Equal(HealthLevel.Degraded, At(24.9, HealthLevel.Healthy));
        Assert.Equal(HealthLevel.Healthy, At(25, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_WhenItComesBackSoon_HoldsTwiceAsLongUpToTheLongest()
    {
        var now = 0.0;
        foreach (var quiet in new[] { 10, 20, 40, 60, 60 })
        {
            Assert.Equal(HealthLevel.Critical, At(now, HealthLevel.Critical));
            Assert.Equal(HealthLevel.Critical, At(now + quiet - 0.1, HealthLevel.Healthy));
            Assert.Equal(HealthLevel.Healthy, At(now + quiet, HealthLevel.Healthy));
            now += quiet + 5;
        }
    }

    [Fact]
    public void Next_WhenItComesBackLate_ForgivesWhatWas()
    {
        At(0, HealthLevel.Critical);
        At(10, HealthLevel.Healthy);
        At(15, HealthLevel.Critical);
        At(35, HealthLevel.Healthy);
        At(35 + 120, HealthLevel.Critical);
        Assert.Equal(HealthLevel.Healthy, At(35 + 120 + 10, HealthLevel.Healthy));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(25)]
    [InlineData(45)]
    public void Next_WhileAFaultFlapsForAnHour_ChangesAtMostTwiceAMinute(int period)
    {
        var changes = 0;
        var level = HealthLevel.Healthy;
        for (var now = 0.0; now < 3600; now += 0.5)
        {
            var next = At(now, now % period < 0.5 ? HealthLevel.Critical : HealthLevel.Healthy);
            changes += next == level ? 0 : 1;
            level = next;
        }

        Assert.InRange(changes, 1, 120);
    }

    [Fact]
    public void Next_AfterItLearnedThatAFaultFlaps_HoldsThroughIt()
    {
        var changesLate = 0;
        var level = HealthLevel.Healthy;
        for (var now = 0.0; now < 600; now += 0.5)
        {
            var next = At(now, now % 30 < 0.5 ? HealthLevel.Critical : HealthLevel.Healthy);
            changesLate += next != level && now > 120 ? 1 : 0;
            level = next;
        }

        Assert.Equal(0, changesLate);
    }

    private HealthLevel At(double seconds, HealthLevel judged) =>
        _hold.Next(judged, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));
}
