using Relevo.Resilience.Degradation;

namespace Relevo.Resilience.Tests.Degradation;

public sealed class RateReturnTests
{
    private readonly DegradationOptions _options = new();
    private readonly RateReturn _rate = new();

    [Fact]
    public void Next_WithALowerTarget_CutsAtOnce()
    {
        Assert.Equal(1, At(0, 1));
        Assert.Equal(0.7, At(1, 0.7));
        Assert.Equal(0.3, At(1, 0.3));
    }

    [Fact]
    public void Next_WithAHigherTarget_GivesBackInStepsFromWhereItIs()
    {
        At(0, 0.3);
        Assert.Equal(0.3, At(1, 1));
        Assert.Equal(0.3, At(120.9, 1));
        Assert.Equal(0.5, At(121, 1));
        Assert.Equal(0.5, At(240.9, 1));
        Assert.Equal(0.7, At(241, 1));
        Assert.Equal(0.9, At(361, 1));
        Assert.Equal(1, At(481, 1));
        Assert.Null(_rate.NextStep);
    }

    [Fact]
    public void Next_WhileTooMuchFails_GoesAStepBackAndNotBelowTheBottom()
    {
        At(0, 0.5);
        At(0, 1);
        Assert.Equal(0.7, At(120, 1, success: 98));
        Assert.Equal(0.5, At(240, 1, success: 97.9));
        Assert.Equal(0.3, At(360, 1, success: 20));
        Assert.Equal(0.1, At(480, 1, success: 20));
        Assert.Equal(0.1, At(600, 1, success: 20));
        Assert.Equal(0.3, At(720, 1, success: 100));
    }

    [Fact]
    public void Next_AfterAFullStop_BeginsFromTheBottom()
    {
        At(0, 0.3);
        _rate.Restart(_options);
        Assert.Equal(0.1, At(1, 1));
        Assert.Equal(0.3, At(121, 1));
    }

    [Fact]
    public void Next_ToALevelInBetween_StopsThere()
    {
        At(0, 0.3);
        At(0, 0.7);
        Assert.Equal(0.5, At(120, 0.7));
        Assert.Equal(0.7, At(240, 0.7));
        Assert.Equal(0.7, At(1000, 0.7));
    }

    private double At(double seconds, double target, double? success = null) => _rate.Next(target, success, TimeSpan.FromSeconds(seconds), _options);
}
