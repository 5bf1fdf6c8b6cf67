using Relevo.Resilience.Notifications.Maintenance;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Times of planned work that a calendar can find.</summary>
internal static class MaintenanceRules
{
    public const string NoZone = "is not a time zone such as Europe/Madrid or UTC";

    public static void Check(NotificationsOptions options, Findings findings)
    {
        foreach (var (name, window) in options.Maintenance)
        {
            var path = $"Notifications:Maintenance:{name}";
            Findings.Each(path + ":Days", window.Days, (place, day) =>
            {
                if (WindowDay.TryParse(day) is null)
                {
                    findings.Error(place, WindowDay.Expected);
                }
            });
            if (LocalTimes.Zone(window.TimeZone) is null)
            {
                findings.Error(path + ":TimeZone", NoZone);
            }
        }
    }
}
