using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Relevo.Cache.Layers;

namespace Relevo.Cache;

/// <summary>Composition of the cache.</summary>
public static class CacheServiceCollectionExtensions
{
    /// <summary>Adds <see cref="LayeredCache"/>. <see cref="CacheOptions"/> registered before are used.</summary>
    public static IServiceCollection AddLayeredCache(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new CacheOptions());
        services.TryAddSingleton<CacheMetrics>();
        services.TryAddSingleton<LayeredCache>();
        return services;
    }
}
