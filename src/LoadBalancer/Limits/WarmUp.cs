namespace Relevo.LoadBalancer.Limits;

/// <summary>What a number may do while it is new. Pure.</summary>
internal static class WarmUp
{
    /// <summary>Messages it may send today; null when it is warm.</summary>
    public static int? DayLimit(DateOnly? from, int today, WarmUpOptions options)
    {
        if (from is not { } first)
        {
            return null;
        }

        var day = Math.Max(0, today - first.DayNumber);
        return day < options.MessagesPerDay.Count ? Math.Max(0, options.MessagesPerDay[day]) : null;
    }

    /// <summary>The smaller of two limits, of which either may not exist.</summary>
    public static int? Smaller(int? one, int? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;
}
