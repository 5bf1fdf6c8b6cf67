using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Health;

public sealed class PageLevelTests
{
    private readonly PageLevel _pages = new() { Patience = TimeSpan.FromSeconds(35) };

    [Fact]
    public void Next_WithAFaultThatLasts_CallsOutAfterThePatience()
    {
        Assert.Equal(HealthLevel.Degraded, At(0, HealthLevel.Critical));
        Assert.Equal(HealthLevel.Degraded, At(34.9, HealthLevel.Critical));
        Assert.Equal(HealthLevel.Critical, At(35, HealthLevel.Critical));
        Assert.Equal(HealthLevel.Critical, At(36, HealthLevel.Critical, isSeen: false));
        Assert.Equal(HealthLevel.Healthy, At(46, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_WithAFaultThatIsOverWhileItsLevelIsHeld_CallsNobodyOut()
    {
        At(0, HealthLevel.Critical);
        for (var now = 30.0; now < 90; now++)
        {
            Assert.Equal(HealthLevel.Degraded, At(now, HealthLevel.Critical, isSeen: false));
        }

        Assert.Equal(HealthLevel.Healthy, At(90, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_WithAFaultThatComesBackWhileItsLevelIsHeld_CallsOut()
    {
        At(0, HealthLevel.Critical);
        At(20, HealthLevel.Critical, isSeen: false);
        Assert.Equal(HealthLevel.Critical, At(40, HealthLevel.Critical));
    }

    [Fact]
    public void Next_WithALevelThatWasLeft_BeginsAnew()
    {
        At(0, HealthLevel.Critical);
        At(30, HealthLevel.Healthy);
        At(31, HealthLevel.Critical);
        Assert.Equal(HealthLevel.Degraded, At(65.9, HealthLevel.Critical));
        Assert.Equal(HealthLevel.Critical, At(66, HealthLevel.Critical));
    }

    [Fact]
    public void Next_FromCriticalToEmergency_WaitsForEachOfThem()
    {
        At(0, HealthLevel.Critical);
        At(20, HealthLevel.Emergency);
        Assert.Equal(HealthLevel.Critical, At(35, HealthLevel.Emergency));
        Assert.Equal(HealthLevel.Emergency, At(55, HealthLevel.Emergency));
        Assert.Equal(HealthLevel.Critical, At(60, HealthLevel.Critical));
    }

    [Fact]
    public void Next_WithALevelOfBefore_CountsTheTimeThatItHasLasted()
    {
        _pages.GoOn(HealthLevel.Critical, HealthLevel.Emergency, TimeSpan.FromSeconds(-30));
        _pages.GoOn(HealthLevel.Emergency, HealthLevel.Emergency, TimeSpan.FromSeconds(-10));
        Assert.Equal(HealthLevel.Healthy, At(1, HealthLevel.Healthy));
        Assert.Equal(HealthLevel.Critical, At(5, HealthLevel.Emergency));
        Assert.Equal(HealthLevel.Emergency, At(25, HealthLevel.Emergency));
        At(60, HealthLevel.Healthy);
        Assert.Equal(HealthLevel.Degraded, At(61, HealthLevel.Emergency)); // another one
    }

    [Fact]
    public void Next_WithALevelOfBeforeThatWasMilderOrIsForgotten_Waits()
    {
        _pages.GoOn(HealthLevel.Emergency, HealthLevel.Critical, TimeSpan.FromSeconds(-90));
        Assert.Equal(HealthLevel.Degraded, At(1, HealthLevel.Emergency));
        At(2, HealthLevel.Healthy);
        _pages.GoOn(HealthLevel.Critical, HealthLevel.Critical, TimeSpan.FromSeconds(-90));
        _pages.Forget();
        Assert.Equal(HealthLevel.Degraded, At(3, HealthLevel.Critical));
    }

    [Fact]
    public void Next_AtDegraded_TellsAtOnce()
    {
        Assert.Equal(HealthLevel.Degraded, At(0, HealthLevel.Degraded));
        Assert.Equal(HealthLevel.Healthy, At(1, HealthLevel.Healthy));
    }

    [Fact]
    public void Next_WithoutPatience_TellsEveryLevelAtOnce()
    {
        _pages.Patience = TimeSpan.Zero;
        Assert.Equal(HealthLevel.Emergency, At(0, HealthLevel.Emergency));
    }

    [Fact]
    public void Next_WithAComplaintOfWhatIsPast_CallsNobodyOut()
    {
        var past = new Complaint("figure success", HealthLevel.Emergency, "60 % succeed") { IsPast = true };
        _pages.Next(Of(HealthLevel.Emergency, [past with { IsPast = false }]), TimeSpan.Zero);
        Assert.Equal(HealthLevel.Degraded, _pages.Next(Of(HealthLevel.Emergency, [past]), TimeSpan.FromSeconds(50)));
        Assert.Equal(HealthLevel.Emergency, _pages.Next(Of(HealthLevel.Emergency, [past with { IsPast = false }]), TimeSpan.FromSeconds(51)));
    }

    private static HealthSnapshot Of(HealthLevel level, IReadOnlyList<Complaint> complaints) =>
        new(level, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, TimeSpan.Zero, [], complaints);

    private HealthLevel At(double seconds, HealthLevel level, bool isSeen = true) =>
        _pages.Next(Of(level, isSeen ? [new Complaint("test", level, "it is bad")] : []), TimeSpan.FromSeconds(seconds));
}
