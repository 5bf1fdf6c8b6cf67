using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Vitals;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Health;

/// <summary>Numbers that are out count when it lasts.</summary>
public sealed class NumbersVitalTests
{
    private readonly ManualTime _time = new();
    private readonly NumbersVital _vital;
    private NumberStanding[] _standings = [NumberStanding.Usable, NumberStanding.Usable];

    public NumbersVitalTests() => _vital = new NumbersVital(new SettingsHolder(new GatewaySettings()), () => [.. _standings.Select(Status)], _time);

    [Theory]
    [InlineData(NumberStanding.Ejected, NumberStanding.Down, HealthLevel.Emergency)]
    [InlineData(NumberStanding.Ejected, NumberStanding.Usable, HealthLevel.Degraded)]
    [InlineData(NumberStanding.Draining, NumberStanding.Usable, HealthLevel.Healthy)]
    public void Out_ForAMinute_IsJudgedAndOverAtOnceWhenOneIsBack(NumberStanding first, NumberStanding second, HealthLevel level)
    {
        Pass(120);
        _standings = [first, second, NumberStanding.Inactive];
        Assert.Equal(HealthLevel.Healthy, Pass(59));
        Assert.Equal(level, Pass(2));
        _standings = [NumberStanding.Usable, NumberStanding.Usable];
        Assert.Equal(HealthLevel.Healthy, Pass(1));
    }

    [Fact]
    public void Out_AgainAndAgainForAShortTime_IsNothing()
    {
        for (var times = 0; times < 20; times++)
        {
            _standings = [NumberStanding.Ejected, NumberStanding.Ejected];
            Assert.NotEqual(HealthLevel.Emergency, Pass(50));
            _standings = [NumberStanding.Usable, NumberStanding.Ejected];
            Assert.NotEqual(HealthLevel.Emergency, Pass(1));
        }
    }

    [Fact]
    public void NoSender_IsNotJudged()
    {
        _standings = [NumberStanding.Inactive];
        Assert.Equal(HealthLevel.Healthy, Pass(200));
    }

    private static NumberStatus Status(NumberStanding standing, int index) => new() { Name = $"n{index}", Provider = "meta", Standing = standing };

    private HealthLevel Pass(int seconds)
    {
        var level = HealthLevel.Healthy;
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            level = _vital.Read() is { } reading ? _vital.Rule.Judge(reading.Value) : HealthLevel.Healthy;
        }

        return level;
    }
}
