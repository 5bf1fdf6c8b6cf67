using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Escalating;

/// <summary>Somebody sets the wall clock (K01) while a rung waits for its time.</summary>
public sealed class EscalationClockTests
{
    private const double Hour = 60;
    private const double TenYears = 10 * 365.25 * 24 * Hour;

    private readonly FakeIncidents _incidents = new();
    private readonly MemoryRecords _records = new();
    private readonly LogText<EscalationDriver> _log = new();

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    [InlineData(TenYears)]
    [InlineData(-5.0 / 60)]
    public async Task Jump_WhileARungWaits_ItIsToldAtItsTime(double minutes)
    {
        await using var rig = NotifierRig.Start(_records);
        var driver = Driver(rig);
        driver.Look();
        rig.Time.JumpWallClock(TimeSpan.FromMinutes(minutes));
        await rig.PassAsync(TimeSpan.FromSeconds(299));
        driver.Look();
        Assert.Equal(["operations"], _incidents.Facts.Told.Select(told => told.Rung));
        await rig.PassAsync(TimeSpan.FromSeconds(1));
        driver.Look();
        Assert.Equal(["operations", "technical-lead"], _incidents.Facts.Told.Select(told => told.Rung));
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    [InlineData(TenYears)]
    [InlineData(-5.0 / 60)]
    public async Task Jump_BeforeAnEmergency_EveryRungIsToldOfItOnce(double minutes)
    {
        await using var rig = NotifierRig.Start(_records);
        var driver = Driver(rig);
        driver.Look();
        await rig.PassAsync(TimeSpan.FromMinutes(1));
        rig.Time.JumpWallClock(TimeSpan.FromMinutes(minutes));
        _incidents.Facts = _incidents.Facts with { Level = HealthLevel.Emergency, EmergencyUtc = rig.Time.GetUtcNow() };
        rig.Time.JumpWallClock(TimeSpan.FromMinutes(-minutes));
        for (var look = 0; look < 5; look++)
        {
            driver.Look();
            await rig.PassAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(["operations", "operations", "technical-lead", "on-call", "management"], _incidents.Facts.Told.Select(told => told.Rung));
    }

    [Fact]
    public async Task Jump_BackWhileNobodyLooked_ARungWaitsNoLongerThanItsTime()
    {
        await using var rig = NotifierRig.Start(_records);
        rig.Time.JumpWallClock(TimeSpan.FromHours(-1));
        var driver = Driver(rig);
        driver.Look();
        await rig.PassAsync(TimeSpan.FromMinutes(5));
        driver.Look();
        Assert.Equal(["operations", "technical-lead"], _incidents.Facts.Told.Select(told => told.Rung));
    }

    private EscalationDriver Driver(NotifierRig rig) => new(EscalationLadders.Find(new EscalationOptions())!, _incidents, rig.Notifier, rig.Time, _log);
}
