using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Vitals;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Degrading;

/// <summary>What can do with less, and who says so.</summary>
internal static class DegradingParts
{
    public static void AddDegrading(this IServiceCollection services)
    {
        services.TryAddSingleton<DetailedLog>();
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(parts => parts.GetRequiredService<DetailedLog>());
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(parts => parts.GetRequiredService<DetailedLog>());
        services.AddSingleton<IDegradable, PoolRates>();
        services.AddSingleton<IDegradable, CacheLives>();
        services.AddSingleton<IDegradable, WorkerSharing>();
        services.AddSingleton<IDegradable>(parts => parts.GetRequiredService<DetailedLog>());
        services.AddSingleton(parts => new DegradationControl(
            parts.GetServices<IDegradable>(),
            () => parts.GetRequiredService<SettingsHolder>().Current.Degradation,
            parts.GetRequiredService<Traffic>().SuccessPercent,
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<DegradationControl>>()));
        services.AddHostedService<DegradationService>();
    }
}
