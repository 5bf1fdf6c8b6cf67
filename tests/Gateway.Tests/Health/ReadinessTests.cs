using Relevo.Gateway.Health.Readings;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Health;

public sealed class ReadinessTests
{
    private readonly ManualTime _time = new();
    private readonly Readiness _readiness;
    private string? _refusal;

    public ReadinessTests() => _readiness = new Readiness(TimeSpan.FromSeconds(2), () => _refusal, _time);

    [Fact]
    public void Refusal_BeforeTheFirstProbe_SaysSo() => Assert.Equal("the store was not probed yet", _readiness.Refusal());

    [Fact]
    public void Refusal_WhileTheLastProbeIsYoung_IsNone()
    {
        _readiness.Proven();
        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Null(_readiness.Refusal());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("the store took no probe write for 2 s", _readiness.Refusal());
        _readiness.Proven();
        Assert.Null(_readiness.Refusal());
    }

    [Fact]
    public void Refusal_AfterAFailedProbe_IsItsReasonUntilOneSucceeds()
    {
        _readiness.Proven();
        _readiness.Failed("disk full");
        Assert.Equal("disk full", _readiness.Refusal());
        _readiness.Proven();
        Assert.Null(_readiness.Refusal());
    }

    [Fact]
    public void Refusal_WhenTheWallClockJumps_DoesNotChange()
    {
        _readiness.Proven();
        _time.JumpWallClock(TimeSpan.FromDays(3));
        Assert.Null(_readiness.Refusal());
    }

    [Fact]
    public void Refusal_WhenStopping_StaysWhateverTheStoreDoes()
    {
        _readiness.Proven();
        _readiness.Stop();
        _readiness.Proven();
        Assert.Equal("the gateway is stopping", _readiness.Refusal());
    }

    [Fact]
    public void RefusingFor_Always_CountsFromTheFirstRefusal()
    {
        _readiness.Proven();
        Assert.Null(_readiness.RefusingFor());
        _refusal = "disk full";
        _readiness.Refusal();
        _time.Advance(TimeSpan.FromSeconds(30));
        _readiness.Failed("disk full");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(60), _readiness.RefusingFor());
        _refusal = null;
        _readiness.Proven();
        Assert.Null(_readiness.RefusingFor());
    }
}
