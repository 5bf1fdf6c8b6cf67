namespace Relevo.Cache.Layers;

/// <summary>What the cache holds, and what it did since the start. Figures are read one after the other, not at one moment.</summary>
public sealed record CacheStatistics
{
    /// <summary>Entries in memory, stale ones included.</summary>
    public required int Entries { get; init; }

    /// <summary>Most entries in memory.</summary>
    public required int MaxEntries { get; init; }

    /// <summary>Bytes in memory, keys included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Most bytes in memory.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Looks that found a fresh value.</summary>
    public required long Hits { get; init; }

    /// <summary>Looks that did not.</summary>
    public required long Misses { get; init; }

    /// <summary>Misses that were served with a stale value, since the load failed or was slow.</summary>
    public required long StaleServed { get; init; }

    /// <summary>Loads that began.</summary>
    public required long Loads { get; init; }

    /// <summary>Loads that failed or took too long.</summary>
    public required long LoadFailures { get; init; }

    /// <summary>Entries that went for want of room.</summary>
    public required long Evicted { get; init; }

    /// <summary>Entries that went because their time was over.</summary>
    public required long Expired { get; init; }

    /// <summary>Share of looks that were hits, 0 to 1; 0 when nobody looked.</summary>
    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}
