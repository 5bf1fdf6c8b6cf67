using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Escalating;

public sealed class EscalationDriverTests
{
    private static readonly EscalationLadder Ladder = EscalationLadders.Find(new EscalationOptions())!;

    private readonly FakeIncidents _incidents = new();
    private readonly MemoryRecords _records = new();
    private readonly LogText<EscalationDriver> _log = new();

    [Fact]
    public async Task Look_RungIsDue_TellsItsPeopleByEachChannelOnce()
    {
        await using var rig = NotifierRig.Start(_records);
        var driver = Driver(rig);
        driver.Look();
        driver.Look();
        await rig.WhenAsync(() => rig.Settled.Count == 2);
        await rig.QuietAsync();
        Assert.Equal(["ana"], rig.Email.Calls.Select(c => c.Recipient));
        Assert.Equal(["ana"], rig.Sms.Calls.Select(c => c.Recipient));
        Assert.Equal("operations", Assert.Single(_incidents.Facts.Told).Rung);
        Assert.All(rig.Settled, s => Assert.Equal("7", s.Notice.Incident));
    }

    [Fact]
    public async Task Look_Emergency_ProvesADeliveryToEveryRung()
    {
        _incidents.Facts = _incidents.Facts with { Level = HealthLevel.Emergency };
        await using var rig = NotifierRig.Start(_records);
        var driver = Driver(rig);
        driver.Look();
        await rig.WhenAsync(() => rig.Settled.Count == 8);
        Assert.Equal(["esc-7-management-1", "esc-7-on-call-1", "esc-7-operations-1", "esc-7-technical-lead-1"], rig.Settled.Select(s => s.Notice.Id).Distinct().Order());
        Assert.All(rig.Settled, s => Assert.Equal(DeliveryState.Taken, s.Delivery.State));
    }

    [Fact]
    public async Task Look_EachRung_SaysWhatIsWrongAndHowToTakeIt()
    {
        _incidents.Facts = _incidents.Facts with { Summary = new string('x', 500) };
        await using var rig = NotifierRig.Start(_records);
        var driver = Driver(rig);
        driver.Look();
        await rig.PassAsync(TimeSpan.FromMinutes(5));
        driver.Look();
        await rig.WhenAsync(() => rig.Sms.Calls.Count == 2);
        var title = new string('x', 139) + "…";
        Assert.Equal(
            [$"relevo CRITICAL: {title}. Please take it within 5 min: gateway incidents ack 7", $"relevo CRITICAL: not acknowledged after 5 min: {title}. Please take it within 15 min: gateway incidents ack 7"],
            rig.Sms.Calls.Select(c => c.Words.Short));
    }

    [Fact]
    public async Task Look_EmergencyThatSomebodyTook_SaysSoAndNoWordTwice()
    {
        _incidents.Facts = _incidents.Facts with { Level = HealthLevel.Emergency, AcknowledgedUtc = DateTimeOffset.UnixEpoch };
        await using var rig = NotifierRig.Start(_records);
        Driver(rig).Look();
        await rig.WhenAsync(() => !rig.Sms.Calls.IsEmpty);
        Assert.Equal("relevo EMERGENCY: everybody is told: the queue is slow. Somebody has taken incident 7 already.", rig.Sms.Calls.First().Words.Short);
    }

    [Fact]
    public async Task Look_KilledBeforeItIsRemembered_TellsNobodyTwice()
    {
        _incidents.Forgets = true;
        await using (var first = NotifierRig.Start(_records))
        {
            var driver = Driver(first);
            driver.Look();
            await first.WhenAsync(() => first.Settled.Count == 2);
            await first.QuietAsync();
        }

        await using var second = NotifierRig.Start(_records);
        var again = Driver(second);
        again.Look();
        await second.QuietAsync();
        Assert.Empty(second.Email.Calls);
    }

    [Fact]
    public async Task Look_DuringPlannedWork_WaitsForItsEnd()
    {
        var options = NotifierRig.Patient();
        options.Maintenance["noon"] = new MaintenanceOptions { From = "12:00", Minutes = 30 };
        await using var rig = NotifierRig.Start(_records, options);
        var driver = Driver(rig);
        driver.Look();
        Assert.Empty(_incidents.Facts.Told);
        await rig.PassAsync(TimeSpan.FromMinutes(30));
        driver.Look();
        Assert.Equal(["operations"], _incidents.Facts.Told.Select(t => t.Rung));
    }

    [Fact]
    public async Task Run_WithIncidentsThatCannotBeRead_GoesOnLooking()
    {
        _incidents.Throws = true;
        await using var rig = NotifierRig.Start(_records);
        var driver = Driver(rig);
        using var stop = new CancellationTokenSource();
        var loop = driver.RunAsync(() => TimeSpan.FromSeconds(5), new LoopBeat(rig.Time, stop.Token), stop.Token);
        await rig.PassAsync(TimeSpan.FromSeconds(20), others: 1);
        await rig.WhenAsync(() => _log.All.Contains("9152", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", _log.All, StringComparison.Ordinal);
        _incidents.Throws = false;
        await rig.PassUntilAsync(() => _incidents.Facts.Told.Count == 2, others: 1);
        Assert.Equal(["operations", "technical-lead"], _incidents.Facts.Told.Select(t => t.Rung));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    private EscalationDriver Driver(NotifierRig rig) => new(Ladder, _incidents, rig.Notifier, rig.Time, _log);
}
