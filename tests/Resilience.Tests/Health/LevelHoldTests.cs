using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Health;

public sealed class LevelHoldTests
{
    private readonly LevelHold _hold = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(150));

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
        foreach (var quiet in new[] { 10, 60, 120, 150, 150 })
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
        At(75, HealthLevel.Healthy);
        At(75 + 360, HealthLevel.Critical);
        Assert.Equal(HealthLevel.Healthy, At(75 + 360 + 10, HealthLevel.Healthy));
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

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(15)]
    public void Next_WithTroubleThatComesAndGoes_ChangesNoMoreThanTwiceAMinuteOnceItHasComeBack(double bad)
    {
        for (var good = 0.5; good < 120; good += 0.5)
        {
            var hold = new LevelHold(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
            var changes = new List<double>();
            var level = HealthLevel.Healthy;
            for (var now = 0.0; now < 1200; now += 0.25)
            {
                var judged = now % (bad + good) < bad ? HealthLevel.Critical : HealthLevel.Healthy;
                var next = hold.Next(judged, TimeSpan.FromSeconds(now), TimeSpan.FromSeconds(now));
                if (next != level)
                {
                    changes.Add(now);
                    level = next;
                }
            }

            // Entered, left after its quiet time, entered at once: that may be one minute. From the return on it is two at most.
            for (var i = 0; i + 2 < changes.Count; i++)
            {
                Assert.True(i == 0 || changes[i + 2] - changes[i] >= 60, $"{bad} s bad, {good} s good: {string.Join(", ", changes)}");
            }
        }
    }

    private HealthLevel At(double seconds, HealthLevel judged) =>
        _hold.Next(judged, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));
}
