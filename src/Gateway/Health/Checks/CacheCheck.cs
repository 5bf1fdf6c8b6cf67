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
            ? CheckResult.Good($"a value was kept and found; memory only, {cache.Count} entries, {cache.Bytes / 1024} KiB")
            : CheckResult.Bad("a value that was just kept was not found"));
}
