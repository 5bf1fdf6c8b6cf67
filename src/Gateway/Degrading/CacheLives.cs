using Relevo.Cache.Layers;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Degrading;

/// <summary>What was looked up is kept longer, so that what is behind the cache is asked less.</summary>
internal sealed class CacheLives(LayeredCache cache, SettingsHolder settings) : IDegradable
{
    private const double Longest = 12;

    public string Name => "times to live of the cache";

    public void Apply(Restriction restriction) =>
        cache.LifeFactor = Math.Clamp(restriction.CacheLife.TotalSeconds / settings.Current.Degradation.HealthyCacheSeconds, 1, Longest);
}
