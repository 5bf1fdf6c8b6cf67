namespace Relevo.Cache.Layers;

/// <summary>
/// Turns a time to live into timestamps: lengthened by <see cref="Factor"/>, then shortened by up to the jitter, always by
/// the same share for the same key, so that many values kept in one second do not all end in one second. Safe from any thread.
/// </summary>
internal sealed class LifePlan
{
    public const double MaxFactor = 12;

    private readonly double _jitter;
    private readonly double _frequency;
    private double _factor = 1;

    public LifePlan(CacheOptions options, TimeProvider time)
    {
        _jitter = options.JitterPercent / 100;
        _frequency = time.TimestampFrequency;
    }

    /// <summary>What times to live are multiplied by, 1 to 12.</summary>
    public double Factor
    {
        get => Volatile.Read(ref _factor);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxFactor);
            Volatile.Write(ref _factor, value);
        }
    }

    /// <summary>When the value of a key stops being fresh, and when it stops being better than nothing.</summary>
    public (long FreshUntil, long StaleUntil) From(long now, string key, CacheLife life)
    {
        var draw = (KeyHash.Of(key) >> 11) * (1.0 / (1UL << 53)); // 0 <= draw < 1
        var freshUntil = After(now, life.Fresh, Factor * (1 - (_jitter * draw)));
        return (freshUntil, After(freshUntil, life.Stale, 1));
    }

    /// <summary>The timestamp so much later; the last there is, should it be beyond.</summary>
    public long After(long timestamp, TimeSpan span, double factor)
    {
        var later = timestamp + (span.TotalSeconds * factor * _frequency);
        return later >= long.MaxValue ? long.MaxValue : (long)later;
    }
}
