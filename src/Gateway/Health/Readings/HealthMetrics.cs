using System.Diagnostics.Metrics;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Health.Readings;

/// <summary>The level, the components and the time to loss as metrics, read from snapshots.</summary>
internal sealed class HealthMetrics(IMeterFactory meters, HealthMonitor monitor, SettingsHolder settings, Readiness readiness)
{
    /// <summary>Creates the instruments.</summary>
    public void Begin()
    {
        var meter = meters.Create("Gateway.Health");
        meter.CreateObservableGauge("gateway.level", () => (long)monitor.Snapshot.Level, description: "Level in force: 0 healthy, 1 degraded, 2 critical, 3 emergency.");
        meter.CreateObservableGauge("gateway.component.up", ComponentsUp, description: "1 while a component is up.");
        meter.CreateObservableGauge("gateway.time_to_loss", TimeToLoss, "s", "Time until the least patient feed gives up, were nothing accepted from now on.");
        CountChanges(meter.CreateCounter<long>("gateway.level.changes", description: "Changes of the level, by the level that was entered."));
    }

    // Every level is shown from the start, so that its first change is seen as one.
    private void CountChanges(Counter<long> changes)
    {
        foreach (var level in Enum.GetValues<HealthLevel>())
        {
            changes.Add(0, To(level));
        }

        monitor.LevelChanged += change => changes.Add(1, To(change.To));
    }

    private static KeyValuePair<string, object?> To(HealthLevel level) => new("to", LevelWords.Of(level).ToLowerInvariant());

    private IEnumerable<Measurement<long>> ComponentsUp() =>
        monitor.Snapshot.Components.Select(c => new Measurement<long>(c.IsUp ? 1 : 0, new KeyValuePair<string, object?>("component", c.Name)));

    private double TimeToLoss() =>
        FeedPatience.SecondsToLoss(settings.Current.Numbers.Values.Select(n => n.Provider), readiness.RefusingFor());
}
