using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Relevo.Gateway.Api.Access;

/// <summary>
/// Bounds the calls of one key: a bucket that holds one second's worth and fills evenly as time passes. It needs no timer,
/// since each call fills it first. Safe from any thread; nobody waits in it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without a timer the bucket holds nothing that has to be given back; it goes with the settings it came from, while calls may still be in it.")]
internal sealed class ApiThrottle
{
    private readonly TokenBucketRateLimiter _bucket;

    /// <param name="callsPerSecond">Calls per second, and at most so many at once.</param>
    public ApiThrottle(int callsPerSecond) => _bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        TokenLimit = callsPerSecond,
        TokensPerPeriod = callsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = false,
        QueueLimit = 0,
    });

    /// <summary>Takes one call, or says no.</summary>
    public bool TryEnter()
    {
        _bucket.TryReplenish();
        using var lease = _bucket.AttemptAcquire();
        return lease.IsAcquired;
    }
}
