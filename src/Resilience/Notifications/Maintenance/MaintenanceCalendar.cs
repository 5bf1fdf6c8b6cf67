using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Maintenance;

/// <summary>All times of planned work. Pure.</summary>
internal sealed class MaintenanceCalendar(IDictionary<string, MaintenanceOptions> windows)
{
    private readonly List<MaintenanceWindow> _windows = [.. windows.Select(window => new MaintenanceWindow(window.Key, window.Value))];

    /// <summary>Name of the window that keeps this level quiet now; null when none does.</summary>
    public string? QuietBy(DateTimeOffset now, HealthLevel level) => _windows.Find(window => window.Covers(now, level))?.Name;
}
