using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Scaling;
using Relevo.Resilience.Tests.Incidents;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Resilience.Tests.Playbooks;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Clocks;

/// <summary>Somebody sets the wall clock (K01) while something waits: it waits exactly as long as it would have.</summary>
public sealed class WallClockTests
{
    private const double Hour = 3_600;
    private const double TenYears = 10 * 365.25 * 24 * Hour;
    private readonly ManualTime _time = new();

    public static TheoryData<double> Jumps { get; } = [Hour, -Hour, TenYears, -5];

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_WhileALevelIsHeld_ItIsLeftAtItsTime(double seconds)
    {
        var complaints = new ComplaintBook();
        await using var monitor = new HealthMonitor(new HealthMonitorOptions { Times = _ => new CheckTimes(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) }, complaints, _time, NullLogger<HealthMonitor>.Instance);
        complaints.Raise(new Complaint("test", HealthLevel.Critical, "it hurts"));
        complaints.Withdraw("test");
        Pass(5);
        Jump(seconds);
        Pass(4.9);
        Assert.Equal(HealthLevel.Critical, monitor.Snapshot.Level);
        Pass(0.2);
        Assert.Equal(HealthLevel.Healthy, monitor.Snapshot.Level);
        Assert.Equal(TimeSpan.FromSeconds(10.1), monitor.Uptime);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_WhileALevelWaitsToCallPeopleOut_TheyAreCalledAtTheEndOfThePatience(double seconds)
    {
        var (complaints, patience) = (new ComplaintBook(), TimeSpan.FromSeconds(40));
        await using var monitor = new HealthMonitor(new HealthMonitorOptions { Times = _ => new CheckTimes(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) }, complaints, _time, NullLogger<HealthMonitor>.Instance);
        var news = new LevelNews("level");
        complaints.Raise(new Complaint("test", HealthLevel.Critical, "it hurts"));
        Assert.Equal(HealthLevel.Degraded, news.Next(monitor.Snapshot, monitor.Uptime, patience)!.Level);
        Jump(seconds);
        Pass(39.9);
        Assert.Null(news.Next(monitor.Snapshot, monitor.Uptime, patience));
        Pass(0.1);
        Assert.Equal(HealthLevel.Critical, news.Next(monitor.Snapshot, monitor.Uptime, patience)!.Level);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_WhileAStepRuns_ItsTimeEndsWhenItWould(double seconds)
    {
        await using var bed = new PlaybookBed();
        bed.Action("first").WaitForCancellation();
        bed.With(HealthLevel.Critical, new StepOptions { Action = "first", TimeoutSeconds = 60, Undo = false });
        bed.Engine.Start();
        bed.Trigger(HealthLevel.Critical);
        await bed.Time.WhenAsync(armed => armed.Contains(TimeSpan.FromSeconds(60)));
        bed.Time.JumpWallClock(TimeSpan.FromSeconds(seconds));
        bed.Time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.DoesNotContain(bed.News, news => news.Step is { State: StepState.TimedOut });
        bed.Time.Advance(TimeSpan.FromSeconds(0.1));
        var run = (await bed.EndedAsync())[0];
        Assert.Equal((StepState.TimedOut, 1), (run.Steps[0].State, bed.Action("first").Runs));
        Assert.False(bed.Engine.IsOverdue);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_WhileANoticeWaitsForItsNextAttempt_ItIsNeitherGivenUpNorForgotten(double seconds)
    {
        await using var rig = NotifierRig.Start();
        rig.Slack.Answer(ChannelOutcome.Again("answered 429", TimeSpan.FromSeconds(100)));
        rig.Notifier.Tell(NotifierRig.Alarm());
        await rig.WhenAsync(() => rig.Notifier.Waiting.Any(report => report.Deliveries[0].Attempts == 1));
        rig.Time.JumpWallClock(TimeSpan.FromSeconds(seconds));
        await rig.PassAsync(TimeSpan.FromSeconds(99));
        Assert.Single(rig.Slack.Calls);
        Assert.Empty(rig.Settled);
        rig.Slack.Answer(ChannelOutcome.Taken);
        await rig.PassAsync(TimeSpan.FromSeconds(2));
        await rig.WhenAsync(() => rig.Settled.Count == 1);
        Assert.Equal(DeliveryState.Taken, rig.Settled.Single().Delivery.State);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public void Jump_WhileRestrictedByHand_ItEndsAfterItsHour(double seconds)
    {
        var control = new DegradationControl([], () => new DegradationOptions(), () => null, _time, NullLogger<DegradationControl>.Instance);
        control.Set(HealthLevel.Degraded, "ops");
        Pass(600);
        Jump(seconds);
        control.Look();
        Assert.Equal(_time.GetUtcNow().AddMinutes(50), control.State.ByHand!.UntilUtc);
        Pass(2_999);
        control.Look();
        Assert.NotNull(control.State.ByHand);
        Pass(1);
        control.Look();
        Assert.Null(control.State.ByHand);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public void Jump_WhileRatesComeBack_TheNextStepComesAtItsTime(double seconds)
    {
        var control = new DegradationControl([], () => new DegradationOptions(), () => null, _time, NullLogger<DegradationControl>.Instance);
        control.Follow(HealthLevel.Emergency);
        control.Follow(HealthLevel.Healthy);
        Pass(60);
        Jump(seconds);
        Pass(59);
        control.Look();
        Assert.Equal(0.3, control.State.Restriction.RateFactor);
        Pass(1);
        control.Look();
        Assert.Equal(0.5, control.State.Restriction.RateFactor, 3);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public void Jump_WhileWorkersAreLent_TheyStayForTheirDay(double seconds)
    {
        var scale = new WorkerScale(() => new ScalingOptions(), _time);
        scale.AskWorkers(20);
        Pass(Hour);
        Jump(seconds);
        Assert.Equal(_time.GetUtcNow().AddHours(23), scale.State.UntilUtc);
        Pass((23 * Hour) - 1);
        scale.Look();
        Assert.Equal(276, scale.Of(256));
        Pass(1);
        scale.Look();
        Assert.Equal(256, scale.Of(256));
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_DuringAnIncident_ItIsClosedByTheRecoveryAndReported(double seconds)
    {
        await using var bed = new IncidentBed();
        await bed.Book.StartAsync(CancellationToken.None);
        bed.Enter(HealthLevel.Critical, "database");
        var id = bed.Open.Id;
        bed.Time.JumpWallClock(TimeSpan.FromSeconds(seconds));
        bed.Time.Advance(TimeSpan.FromSeconds(30));
        bed.Enter(HealthLevel.Emergency, "database", "queue");
        Assert.Equal(id, bed.Open.Id);
        bed.Enter(HealthLevel.Healthy);
        Assert.Null(bed.Book.Open);
        var closed = bed.Book.Find(id)!;
        Assert.Equal(IncidentState.Closed, closed.State);
        Assert.Contains(id, await bed.Book.ReportAsync(id, CancellationToken.None), StringComparison.Ordinal);
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void Jump(double seconds) => _time.JumpWallClock(TimeSpan.FromSeconds(seconds));
}
