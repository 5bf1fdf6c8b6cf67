using System.Globalization;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Maintenance;

/// <summary>One time of planned work that comes again and again. Pure.</summary>
internal sealed class MaintenanceWindow
{
    private const int DaysBack = 2; // A window of 24 hours may reach over a whole day of 23.

    private readonly List<WindowDay> _days;
    private readonly TimeZoneInfo _zone;
    private readonly TimeOnly _from;
    private readonly TimeSpan _length;
    private readonly HealthLevel _upTo;

    public MaintenanceWindow(string name, MaintenanceOptions options)
    {
        Name = name;
        _days = [.. options.Days.Select(WindowDay.TryParse).OfType<WindowDay>()];
        _zone = LocalTimes.Zone(options.TimeZone) ?? TimeZoneInfo.Utc;
        _from = TimeOnly.ParseExact(options.From, "HH:mm", CultureInfo.InvariantCulture);
        _length = TimeSpan.FromMinutes(options.Minutes);
        _upTo = LevelWords.TryParse(options.UpTo, out var level) ? level : HealthLevel.Emergency;
    }

    public string Name { get; }

    public bool Covers(DateTimeOffset now, HealthLevel level)
    {
        if (level > _upTo)
        {
            return false;
        }

        var today = LocalTimes.DateOf(_zone, now);
        for (var back = 0; back <= DaysBack; back++)
        {
            var date = today.AddDays(-back);
            var age = _days.Exists(day => day.Matches(date)) ? now - LocalTimes.ToUtc(_zone, date, _from) : TimeSpan.MinValue;
            if (age >= TimeSpan.Zero && age < _length)
            {
                return true;
            }
        }

        return false;
    }
}
