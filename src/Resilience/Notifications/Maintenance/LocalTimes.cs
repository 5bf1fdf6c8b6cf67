namespace Relevo.Resilience.Notifications.Maintenance;

/// <summary>Local times that clocks show twice, or never.</summary>
internal static class LocalTimes
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15); // Every gap that a zone ever had is a multiple of it.

    /// <summary>When a clock on the wall first shows this time, or, where it skips it, the first time after it.</summary>
    public static DateTimeOffset ToUtc(TimeZoneInfo zone, DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
        {
            local += Step;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The date that a clock on the wall shows.</summary>
    public static DateOnly DateOf(TimeZoneInfo zone, DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    /// <summary>The zone of that name, or null.</summary>
    public static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
