using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Vitals;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Vitals;

public sealed class VitalWatchTests
{
    private readonly ManualTime _time = new();
    private readonly ComplaintBook _complaints = new();

    [Theory]
    [InlineData(0.99, false, HealthLevel.Healthy)]
    [InlineData(1.0, false, HealthLevel.Degraded)]
    [InlineData(3.0, false, HealthLevel.Critical)]
    [InlineData(5.0, false, HealthLevel.Emergency)]
    [InlineData(95, true, HealthLevel.Healthy)]
    [InlineData(94.9, true, HealthLevel.Degraded)]
    [InlineData(89.9, true, HealthLevel.Critical)]
    [InlineData(84.9, true, HealthLevel.Emergency)]
    public void Judge_AFigure_FollowsItsThresholds(double value, bool isLowBad, HealthLevel expected) =>
        Assert.Equal(expected, (isLowBad ? new VitalRule(95, 90, 85, IsLowBad: true) : new VitalRule(1, 3, 5)).Judge(value));

    [Fact]
    public void Look_WhileAFigureIsBad_ComplainsUntilItIsGood()
    {
        var vital = new Figure { Reading = new VitalReading(4, "5 of 100 answers take 4 s") };
        var watch = new VitalWatch([vital], _complaints, _time, NullLogger<VitalWatch>.Instance);
        watch.Look();
        Assert.Equal(new Complaint("figure response", HealthLevel.Critical, "5 of 100 answers take 4 s"), Assert.Single(_complaints.List()));

        vital.Reading = vital.Reading.Value with { AtMost = HealthLevel.Degraded };
        watch.Look();
        Assert.Equal(HealthLevel.Degraded, Assert.Single(_complaints.List()).Weight);

        vital.Reading = null; // too little to judge by
        watch.Look();
        Assert.Empty(_complaints.List());
    }

    [Theory]
    [InlineData(null, false)] // too little to tell
    [InlineData(4.0, false)]
    [InlineData(1.0, false)]
    [InlineData(0.9, true)]
    public void Look_AtAFigureWhoseLastSecondsAreKnown_SaysWhetherItIsPast(double? fresh, bool isPast)
    {
        var vital = new Figure { Reading = new VitalReading(4, "slow") };
        var watch = new VitalWatch([vital], _complaints, _time, NullLogger<VitalWatch>.Instance);
        watch.Look();
        vital.Reading = new VitalReading(4, "slow", Fresh: fresh);
        watch.Look();
        Assert.Equal(isPast, Assert.Single(_complaints.List()).IsPast);
    }

    [Theory]
    [InlineData(0.9, false)] // the bad ones of a minute ago count for the first time because there are enough good ones now
    [InlineData(null, true)]
    public void Look_AtWhatIsPastOrThin_NeitherBeginsNorWorsensAComplaintButGoesOnWithOne(double? fresh, bool isThin)
    {
        var vital = new Figure { Reading = new VitalReading(4, "slow", Fresh: fresh, IsThin: isThin) };
        var watch = new VitalWatch([vital], _complaints, _time, NullLogger<VitalWatch>.Instance);
        watch.Look();
        Assert.Empty(_complaints.List());
        vital.Reading = new VitalReading(1, "slow");
        watch.Look();
        vital.Reading = new VitalReading(4, "slow", Fresh: fresh, IsThin: isThin);
        watch.Look();
        Assert.Equal(HealthLevel.Degraded, Assert.Single(_complaints.List()).Weight);
        vital.Reading = new VitalReading(0.5, "fast", IsThin: isThin);
        watch.Look();
        Assert.Empty(_complaints.List());
    }

    [Fact]
    public void Look_AtAFigureThatCannotBeRead_JudgesTheOthers()
    {
        var broken = new Figure { IsBroken = true };
        var watch = new VitalWatch([broken, new Figure { Name = "other", Reading = new VitalReading(9, "bad") }], _complaints, _time, NullLogger<VitalWatch>.Instance);
        watch.Look();
        Assert.Equal("figure other", Assert.Single(_complaints.List()).Source);
    }

    [Fact]
    public void Windows_CountTheLastMinuteOnly()
    {
        var (outcomes, durations) = (new OutcomeWindow(_time), new DurationWindow(_time));
        for (var second = 0; second < 200; second++)
        {
            outcomes.Add(isGood: true);
            outcomes.Add(isGood: second < 170);
            durations.Add(TimeSpan.FromSeconds(second < 170 ? 0.01 : 2));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((59L + 29, 30L), outcomes.Read()); // the second that has just begun is one of the sixty
        var (seconds, count) = durations.Read(0.95);
        Assert.Equal(59, count);
        Assert.InRange(seconds, 2, 2.4);
        Assert.InRange(durations.Read(0.4).Seconds, 0.01, 0.012);
        Assert.Equal((9L, 9L), outcomes.Read(10));
        Assert.InRange(durations.Read(0.01, 10).Seconds, 2, 2.4);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((0L, 0L), outcomes.Read());
        Assert.Equal((0.0, 0L), durations.Read(0.95));
    }

    [Fact]
    public void MeanWindow_ForAMinute_SaysNothing()
    {
        var window = new MeanWindow();
        Assert.All(Enumerable.Range(0, 59), _ => Assert.Null(window.Add(100)));
        Assert.Equal(100.0, window.Add(100));
        Assert.Equal(50.0, Enumerable.Range(0, 30).Select(_ => window.Add(0)).ToList()[^1]);
    }

    private sealed class Figure : IVital
    {
        public string Name { get; init; } = "response";

        public VitalRule Rule => new(1, 3, 5);

        public VitalReading? Reading { get; set; }

        public bool IsBroken { get; init; }

        public VitalReading? Read() => IsBroken ? throw new IOException() : Reading;
    }
}
