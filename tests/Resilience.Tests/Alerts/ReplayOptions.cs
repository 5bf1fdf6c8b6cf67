using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What is replayed, and how the evaluator is set. The evaluator's defaults are the gateway's.</summary>
internal sealed record ReplayOptions
{
    public int Seed { get; init; } = 1;

    public int Days { get; init; } = 40;

    public int IncidentsPerDay { get; init; } = 8;

    public int HarmlessPerDay { get; init; } = 10;

    public DownRule Rule { get; init; } = DownRule.Default;

    public TimeSpan Quiet { get; init; } = new HealthMonitorOptions().Quiet;

    public TimeSpan LongestQuiet { get; init; } = new HealthMonitorOptions().LongestQuiet;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(new NotificationsOptions().PatienceSeconds);

    /// <summary>Whether figures say what their last seconds were like.</summary>
    public bool WithFresh { get; init; } = true;
}
