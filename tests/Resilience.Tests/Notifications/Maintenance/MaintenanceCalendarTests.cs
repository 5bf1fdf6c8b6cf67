using System.Globalization;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Maintenance;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Tests.Notifications.Maintenance;

public sealed class MaintenanceCalendarTests
{
    [Theory]
    [InlineData("daily", "02:00", 60, "UTC", "2026-11-22T02:00:00Z", true)]
    [InlineData("daily", "02:00", 60, "UTC", "2026-11-22T02:59:59Z", true)]
    [InlineData("daily", "02:00", 60, "UTC", "2026-11-22T03:00:00Z", false)]
    [InlineData("daily", "02:00", 60, "UTC", "2026-11-22T01:59:59Z", false)]
    [InlineData("Sunday", "02:00", 60, "UTC", "2026-11-22T02:30:00Z", true)]
    [InlineData("sunday", "02:00", 60, "UTC", "2026-11-23T02:30:00Z", false)]
    [InlineData("first Sunday", "02:00", 60, "UTC", "2026-11-01T02:30:00Z", true)]
    [InlineData("first Sunday of the month", "02:00", 60, "UTC", "2026-12-06T02:30:00Z", true)]
    [InlineData("first Sunday", "02:00", 60, "UTC", "2026-11-08T02:30:00Z", false)]
    [InlineData("fourth Sunday", "02:00", 60, "UTC", "2026-11-22T02:30:00Z", true)]
    [InlineData("fifth Sunday", "02:00", 60, "UTC", "2026-11-29T02:30:00Z", true)]
    [InlineData("last Sunday", "02:00", 60, "UTC", "2026-11-29T02:30:00Z", true)]
    [InlineData("last Sunday", "02:00", 60, "UTC", "2026-11-22T02:30:00Z", false)]
    [InlineData("Saturday", "23:30", 120, "UTC", "2026-11-22T01:29:00Z", true)] // over midnight
    [InlineData("Saturday", "23:30", 120, "UTC", "2026-11-22T01:30:00Z", false)]
    [InlineData("last Saturday", "23:30", 120, "UTC", "2026-11-29T00:30:00Z", true)]
    [InlineData("Sunday", "00:00", 1440, "UTC", "2026-11-22T23:59:59Z", true)]
    [InlineData("Sunday", "02:00", 60, "Europe/Madrid", "2026-11-22T01:30:00Z", true)]
    [InlineData("Sunday", "00:30", 60, "Europe/Madrid", "2026-11-21T23:45:00Z", true)] // Saturday in UTC
    [InlineData("Sunday", "20:00", 60, "America/Mexico_City", "2026-11-23T02:30:00Z", true)]
    [InlineData("daily", "02:30", 60, "Europe/Madrid", "2026-03-29T01:15:00Z", true)] // a time that is skipped: from 03:00 summer time on
    [InlineData("daily", "02:30", 60, "Europe/Madrid", "2026-03-29T02:00:00Z", false)]
    [InlineData("daily", "02:30", 30, "Europe/Madrid", "2026-10-25T00:45:00Z", true)] // a time that comes twice: the first one
    [InlineData("daily", "02:30", 30, "Europe/Madrid", "2026-10-25T01:45:00Z", false)]
    [InlineData("Saturday", "23:59", 1440, "Europe/Madrid", "2026-03-29T22:30:00Z", true)] // over a day of 23 hours
    public void QuietBy_AnyMoment_FollowsTheLocalCalendar(string day, string from, int minutes, string zone, string now, bool isQuiet)
    {
        var calendar = new MaintenanceCalendar(new Dictionary<string, MaintenanceOptions>
        {
            ["work"] = new() { Days = [day], From = from, Minutes = minutes, TimeZone = zone },
        });
        Assert.Equal(isQuiet ? "work" : null, calendar.QuietBy(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture), HealthLevel.Critical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("first")]
    [InlineData("zeroth Sunday")]
    [InlineData("first Sundy")]
    [InlineData("first second Sunday")]
    public void TryParse_NoDay_IsNone(string text) => Assert.Null(WindowDay.TryParse(text));

    [Theory]
    [InlineData(2026, 11)]
    [InlineData(2027, 2)]
    [InlineData(2028, 2)]
    public void Matches_FirstAndLastOfEachWeekday_AreOnePerMonth(int year, int month)
    {
        foreach (var ordinal in new[] { "first", "second", "third", "fourth", "last" })
        {
            foreach (var day in Enum.GetNames<DayOfWeek>())
            {
                var rule = WindowDay.TryParse($"{ordinal} {day}")!.Value;
                Assert.Equal(1, Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Count(d => rule.Matches(new DateOnly(year, month, d))));
            }
        }
    }
}
