using System.Runtime.InteropServices;

namespace Relevo.Resilience.Notifications.Maintenance;

/// <summary>Days on which a window begins.</summary>
/// <param name="Day">The day of the week; null for every day.</param>
/// <param name="Ordinal">Which one of the month, from 1; 0 for every one, <see cref="Last"/> for the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WindowDay(DayOfWeek? Day, int Ordinal)
{
    public const int Last = -1;
    public const string Expected = "must be daily, a day of the week (Sunday), or a day of the month (first Sunday, last Friday)";

    private const int DaysOfWeek = 7;
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth"];

    public static WindowDay? TryParse(string text)
    {
        var words = text.ToLowerInvariant().Replace("of the month", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["daily"] => new WindowDay(null, 0),
            [var day] when DayOf(day) is { } each => new WindowDay(each, 0),
            ["last", var day] when DayOf(day) is { } last => new WindowDay(last, Last),
            [var ordinal, var day] when Array.IndexOf(Ordinals, ordinal) is >= 0 and var index && DayOf(day) is { } one => new WindowDay(one, index + 1),
            _ => null,
        };
    }

    public bool Matches(DateOnly date) =>
        Day is not { } day
        || (date.DayOfWeek == day && Ordinal switch
        {
            0 => true,
            Last => date.AddDays(DaysOfWeek).Month != date.Month,
            _ => ((date.Day - 1) / DaysOfWeek) + 1 == Ordinal,
        });

    // By name only: Enum.TryParse takes numbers too.
    private static DayOfWeek? DayOf(string word)
    {
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (day.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return day;
            }
        }

        return null;
    }
}
