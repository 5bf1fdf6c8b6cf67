namespace Relevo.Resilience.Retry;

/// <summary>
/// Exponential backoff with full jitter: a pause is drawn evenly from 0 to <c>min(longest, first · 2ⁿ)</c>, so that
/// many that failed together do not come back together. Pure: the random draw is passed in.
/// </summary>
public sealed class Backoff
{
    private const int MaxDoublings = 40; // 2^40 x the shortest first pause is past any longest one.

    // A wish beyond the time after which everything is given up would only hide what waits.
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(24);

    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;

    /// <summary>Creates it.</summary>
    /// <param name="first">Longest pause after the first failure.</param>
    /// <param name="longest">Longest pause after any failure.</param>
    public Backoff(TimeSpan first, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, first);
        _first = first;
        _longest = longest;
    }

    /// <summary>The longest pause that may be drawn after so many failures in a row.</summary>
    public TimeSpan Ceiling(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var ceiling = _first.Ticks * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return ceiling < _longest.Ticks ? TimeSpan.FromTicks((long)ceiling) : _longest;
    }

    /// <summary>The pause before the next attempt.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="draw">Random, 0 ≤ draw &lt; 1.</param>
    /// <param name="retryAfter">
    /// What the other side asked for: a lower bound. Those who were all told the same are spread over up to as much again.
    /// </param>
    public TimeSpan Pause(int failures, double draw, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, 1);
        var ceiling = Ceiling(failures);
        var pause = ceiling * draw;
        if (retryAfter is not { } asked || asked <= TimeSpan.Zero)
        {
            return pause;
        }

        var wish = Shorter(asked, LongestWish);
        var spread = wish + (Shorter(ceiling, wish) * draw);
        return pause > spread ? pause : spread;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
