using System.ComponentModel.DataAnnotations;

namespace Relevo.Cache.Layers;

/// <summary>Bounds of the cache.</summary>
public sealed class CacheOptions
{
    /// <summary>Entries in memory; what is least used goes first. Default 50,000.</summary>
    [Range(1, 100_000_000)]
    public int MaxEntries { get; set; } = 50_000;

    /// <summary>Bytes in memory, keys included. Default 32 MiB.</summary>
    [Range(1024, 64L * 1024 * 1024 * 1024)]
    public long MaxBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Time one load may take, seconds. Default 5.</summary>
    [Range(0.01, 600)]
    public double LoadSeconds { get; set; } = 5;

    /// <summary>Time a caller waits for a load before a stale value, if one is known, is served instead; the load goes on. Seconds, default 0.5.</summary>
    [Range(0.01, 600)]
    public double StaleAfterSeconds { get; set; } = 0.5;

    /// <summary>Time for which a stale value is served without trying to load after a load failed or was slow, seconds. Default 5.</summary>
    [Range(0, 600)]
    public double StaleRestSeconds { get; set; } = 5;

    /// <summary>Most by which a time to live is shortened, so that many values do not end at once; the share hangs on the key. Percent, default 10.</summary>
    [Range(0, 90)]
    public double JitterPercent { get; set; } = 10;
}
