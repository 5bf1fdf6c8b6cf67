using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Degradation;

public sealed class DegradationControlTests
{
    private readonly ManualTime _time = new();
    private readonly Part _part = new();
    private readonly DegradationControl _control;

    public DegradationControlTests() =>
        _control = new DegradationControl([new Part { IsBroken = true }, _part], () => new DegradationOptions(), () => null, _time, NullLogger<DegradationControl>.Instance);

    [Theory]
    [InlineData(HealthLevel.Degraded, 0.7, 600, WorkMode.Priority)]
    [InlineData(HealthLevel.Critical, 0.5, 1800, WorkMode.Priority)]
    [InlineData(HealthLevel.Emergency, 0.3, 1800, WorkMode.Emergency)]
    public void Follow_AWorseLevel_RestrictsEveryPartAtOnce(HealthLevel level, double rate, int cache, WorkMode mode)
    {
        _control.Follow(level);
        Assert.Equal(new Restriction(rate, TimeSpan.FromSeconds(cache), mode, AreFeaturesOff: true, IsMaintenance: false), _part.Last);
    }

    [Fact]
    public void Follow_Recovery_GivesBackAllAtOnceButTheRates()
    {
        _control.Follow(HealthLevel.Critical);
        _control.Follow(HealthLevel.Healthy);
        Assert.Equal(new Restriction(0.5, TimeSpan.FromSeconds(300), WorkMode.Normal, AreFeaturesOff: false, IsMaintenance: false), _part.Last);
        Assert.Equal(_time.GetUtcNow().AddSeconds(120), _control.State.NextStepUtc);
        Pass(360);
        Assert.Equal(1, _part.Last!.RateFactor);
    }

    [Fact]
    public void Set_ByHand_HoldsForAnHourAndNoLonger()
    {
        _control.Set(HealthLevel.Degraded, "ops");
        Assert.Equal((0.7, HealthLevel.Degraded), (_part.Last!.RateFactor, _control.State.Level));
        Pass(3599);
        Assert.Equal(WorkMode.Priority, _part.Last!.Mode);
        Pass(1);
        Assert.Equal(WorkMode.Normal, _part.Last!.Mode);
        Assert.Null(_control.State.ByHand);
    }

    [Fact]
    public void Set_ByHand_IsNeverLessThanTheLevelAsksForUnlessItLiftsEverything()
    {
        _control.Follow(HealthLevel.Critical);
        _control.Set(HealthLevel.Degraded, "ops");
        Assert.Equal(0.5, _part.Last!.RateFactor);
        _control.Set(HealthLevel.Healthy, "ops");
        Assert.Equal((1, WorkMode.Normal), (_part.Last!.RateFactor, _part.Last.Mode));
        _control.Set(null, "ops");
        Assert.Equal(0.5, _part.Last!.RateFactor);
    }

    [Fact]
    public void Maintain_Over_RatesBeginFromTheBottom()
    {
        _control.Maintain("moving house");
        Assert.True(_part.Last!.IsMaintenance);
        Assert.Equal("moving house", _control.State.MaintenanceReason);
        _control.Maintain(null);
        Assert.Equal((false, 0.1), (_part.Last.IsMaintenance, _part.Last.RateFactor));
    }

    [Fact]
    public void Apply_APartThatFails_IsAskedAgainUntilItFollows()
    {
        _part.IsBroken = true;
        _control.Follow(HealthLevel.Degraded);
        Assert.Null(_part.Last);
        _part.IsBroken = false;
        Pass(1);
        Assert.Equal(0.7, _part.Last!.RateFactor);
        var calls = _part.Calls;
        Pass(30);
        Assert.Equal(calls, _part.Calls); // nothing new, nobody is asked
    }

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _control.Look();
        }
    }

    private sealed class Part : IDegradable
    {
        public string Name => IsBroken ? "broken" : "part";

        public bool IsBroken { get; set; }

        public Restriction? Last { get; private set; }

        public int Calls { get; private set; }

        public void Apply(Restriction restriction)
        {
            if (IsBroken)
            {
                throw new InvalidOperationException();
            }

            (Last, Calls) = (restriction, Calls + 1);
        }
    }
}
