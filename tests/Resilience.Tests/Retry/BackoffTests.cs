using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Tests.Retry;

public sealed class BackoffTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Backoff Hourly = new(Second, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(12, 2048)]
    [InlineData(13, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Ceiling_AfterFailures_DoublesUpToTheLongest(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Hourly.Ceiling(failures));

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 4)]
    public void Pause_WithoutAWish_IsDrawnEvenlyFromZero(double draw, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Hourly.Pause(4, draw));

    [Fact]
    public void Pause_WithManyDraws_HasHalfTheCeilingAsItsMean()
    {
        var random = new Random(7);
        var mean = Enumerable.Range(0, 10_000).Average(_ => Hourly.Pause(4, random.NextDouble()).TotalSeconds);
        Assert.InRange(mean, 3.9, 4.1);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Pause_WithAWish_IsNeverShorterThanIt(double draw)
    {
        for (var failures = 1; failures < 20; failures++)
        {
            Assert.True(Hourly.Pause(failures, draw, TimeSpan.FromSeconds(90)) >= TimeSpan.FromSeconds(90));
        }
    }

    [Fact]
    public void Pause_WithAWish_SpreadsThoseWhoWereToldTheSame()
    {
        var early = Hourly.Pause(10, 0, TimeSpan.FromSeconds(30));
        var late = Hourly.Pause(1, 0.5, TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), early);
        Assert.Equal(TimeSpan.FromSeconds(30.5), late);
    }

    [Fact]
    public void Pause_WithAWishBelowTheDraw_IsTheDraw() =>
        Assert.Equal(TimeSpan.FromSeconds(512), Hourly.Pause(11, 0.5, Second));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Pause_WithAWishInThePast_IgnoresIt(int seconds) =>
        Assert.Equal(TimeSpan.Zero, Hourly.Pause(3, 0, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Pause_WithAnAbsurdWish_IsCutToADay() =>
        Assert.Equal(TimeSpan.FromHours(24), Hourly.Pause(1, 0, TimeSpan.MaxValue));

    [Fact]
    public void Pause_WithANonsenseDraw_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hourly.Pause(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hourly.Pause(1, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hourly.Pause(0, 0));
    }
}
