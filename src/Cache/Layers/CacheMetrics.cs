using System.Diagnostics.Metrics;

namespace Relevo.Cache.Layers;

/// <summary>Shows the cache's statistics to whoever collects metrics; nothing is paid for them in between.</summary>
public sealed class CacheMetrics
{
    private readonly Meter _meter;

    /// <summary>Creates it without instruments: a cache brings them.</summary>
    public CacheMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create("Gateway.Cache");
    }

    internal void Show(Func<CacheStatistics> read)
    {
        _meter.CreateObservableCounter("gateway.cache.requests", () => Requests(read()), description: "Look-ups in the cache by layer and result.");
        _meter.CreateObservableCounter("gateway.cache.loads", () => read().Loads, description: "Loads for the cache that began.");
        _meter.CreateObservableCounter("gateway.cache.load.failures", () => read().LoadFailures, description: "Loads for the cache that failed or took too long.");
        _meter.CreateObservableCounter("gateway.cache.dropped", () => Dropped(read()), description: "Entries that the cache let go by reason.");
        _meter.CreateObservableGauge("gateway.cache.entries", () => (long)read().Entries, description: "Entries in the cache's memory.");
        _meter.CreateObservableGauge("gateway.cache.size", () => read().Bytes, unit: "By", description: "Bytes in the cache's memory, keys included.");
    }

    private static Measurement<long>[] Requests(CacheStatistics now) =>
        [Looks(now.Hits, "hit"), Looks(now.Misses, "miss"), Looks(now.StaleServed, "stale")];

    private static Measurement<long>[] Dropped(CacheStatistics now) =>
        [Drops(now.Evicted, "evicted"), Drops(now.Expired, "expired")];

    private static Measurement<long> Looks(long count, string result) =>
        new(count, new KeyValuePair<string, object?>("level", "memory"), new KeyValuePair<string, object?>("result", result));

    private static Measurement<long> Drops(long count, string reason) =>
        new(count, new KeyValuePair<string, object?>("reason", reason));
}
