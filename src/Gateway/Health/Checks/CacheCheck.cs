using System.Globalization;
using Relevo.Cache.Layers;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Keeps a value in the cache and finds it again.</summary>
public sealed class CacheCheck(LayeredCache cache) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Cache;

    /// <inheritdoc />
    public bool IsCritical => true;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation) =>
        Task.FromResult(cache.Probe()
            ? CheckResult.Good($"a value was kept and found; memory only, {InWords(cache.Read())}")
            : CheckResult.Bad("a value that was just kept was not found"));

    private static string InWords(CacheStatistics now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{now.Entries} of {now.MaxEntries} entries, {now.Bytes / 1024} of {now.MaxBytes / 1024} KiB, {(now.Hits + now.Misses == 0 ? "nobody looked yet" : $"{now.HitRatio:P0} of the looks were hits")}");
}
