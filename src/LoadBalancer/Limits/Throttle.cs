using Relevo.Resilience.Retry;

namespace Relevo.LoadBalancer.Limits;

/// <summary>
/// What a provider's "too fast" does to a number: it rests, then sends at half its rate and regains a little each second
/// (additive increase, multiplicative decrease, as in RFC 5681). Not safe from several threads.
/// </summary>
internal sealed class Throttle
{
    private const double LeastShare = 0.02;
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private double _share = 1;
    private long _regainsFrom;
    private long _struckAt = long.MinValue;

    /// <summary>Nothing is sent before.</summary>
    public long ClosedUntil { get; private set; }

    /// <summary>Times in a row, with no full recovery in between.</summary>
    public int Streak { get; private set; }

    /// <summary>The part of the rate that may be used now, up to 1.</summary>
    public double Share(long now, PacingOptions options)
    {
        var regained = Math.Max(0, now - _regainsFrom) / (double)TimeSpan.TicksPerSecond * options.RegainPercent / 100;
        return Math.Min(1, _share + regained);
    }

    /// <summary>The provider said so to a call that began then. Calls from before the last time were too fast for the same reason, so they do not count again.</summary>
    /// <returns>True when the rate was cut.</returns>
    public bool Strike(long now, long began, TimeSpan? retryAfter, PacingOptions options, double draw)
    {
        var isNew = began >= _struckAt && began >= ClosedUntil;
        var share = Share(now, options);
        if (isNew)
        {
            Streak = share >= 1 ? 1 : Streak + 1;
            _share = Math.Max(LeastShare, share / 2);
            _struckAt = now;
        }

        if (isNew || retryAfter is not null)
        {
            var rest = retryAfter ?? Rest(options, draw);
            ClosedUntil = Math.Max(ClosedUntil, now + (rest < LongestRest ? rest : LongestRest).Ticks);
            _regainsFrom = Math.Max(now, ClosedUntil);
        }

        return isNew;
    }

    /// <summary>Goes on from the saved state.</summary>
    public void Restore(long now, long closedUntil, double share, int streak)
    {
        ClosedUntil = Math.Min(closedUntil, now + LongestRest.Ticks);
        _share = double.IsNaN(share) ? 1 : Math.Clamp(share, LeastShare, 1);
        _regainsFrom = Math.Max(now, ClosedUntil);
        Streak = Math.Clamp(streak, 0, 64);
    }

    private TimeSpan Rest(PacingOptions options, double draw)
    {
        var first = TimeSpan.FromSeconds(options.ThrottleFirstSeconds);
        var longest = TimeSpan.FromSeconds(Math.Max(options.ThrottleFirstSeconds, options.ThrottleLongestSeconds));
        return new Backoff(first, longest).Pause(Math.Max(1, Streak), draw);
    }
}
