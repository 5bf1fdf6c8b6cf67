using System.Diagnostics.Metrics;

namespace Relevo.Cache.Layers;

/// <summary>What the cache counts.</summary>
public sealed class CacheMetrics
{
    internal const string Hit = "hit";
    internal const string Miss = "miss";
    internal const string Stale = "stale";

    private readonly Counter<long> _requests;

    /// <summary>Creates the instruments.</summary>
    public CacheMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _requests = meters.Create("Gateway.Cache")
            .CreateCounter<long>("gateway.cache.requests", description: "Look-ups in the cache by layer and result.");
    }

    internal void Looked(string result) =>
        _requests.Add(1, new KeyValuePair<string, object?>("level", "memory"), new KeyValuePair<string, object?>("result", result));
}
