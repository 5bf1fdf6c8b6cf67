using Microsoft.Extensions.DependencyInjection.Extensions;
using Relevo.Cache;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Health.Endpoints;
using Relevo.Gateway.Health.Exposition;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Health.Vitals;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health;

/// <summary>Composition of health and metrics.</summary>
public static class HealthServiceCollectionExtensions
{
    // Well within the 5 s that the queue may be down, and far above the longest pause between two pieces of ready work.
    private static readonly TimeSpan QueueStall = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Adds the watch, its checks, readiness and metrics. It needs <see cref="SettingsHolder"/>, <see cref="IMessageStore"/>,
    /// <see cref="IQueueProgress"/> and <see cref="IApplicationHealth"/>. Other parts may add an <see cref="IHealthCheck"/>. Hosted services start in the order of registration:
    /// add this after the one that opens the store, or the store counts as down until it is open.
    /// </summary>
    public static IServiceCollection AddGatewayHealth(this IServiceCollection services)
    {
        services.AddLayeredCache();
        services.TryAddSingleton<ComplaintBook>();
        services.TryAddSingleton<LoopKeeper>();
        services.TryAddSingleton<WebhookActivity>();
        services.TryAddSingleton<StoreGauges>();
        services.TryAddSingleton<IProviderReach, NoReach>();
        services.TryAddSingleton<CheckList>();
        services.TryAddSingleton<Func<IReadOnlyList<NumberStatus>>>(provider => () => provider.GetService<NumberPool>()?.List() ?? []);
        services.TryAddSingleton<HealthEndpoints>();
        services.TryAddSingleton(MonitorOptions);
        services.TryAddSingleton<HealthMonitor>();
        services.TryAddSingleton<DatabaseCheck>();
        services.TryAddSingleton<EarlyLooks>();
        services.TryAddSingleton<StoreProbe>();
        services.TryAddSingleton(ReadinessOf);
        services.AddHostedService<HealthService>();
        AddChecks(services);
        AddVitals(services);
        AddGatewayMetrics(services);
        return services;
    }

    private static void AddChecks(IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck>(provider => new LoadBalancerCheck(
            provider.GetRequiredService<SettingsHolder>(), provider.GetRequiredService<Func<IReadOnlyList<NumberStatus>>>()));
        services.AddSingleton<IHealthCheck>(provider => new QueueCheck(
            provider.GetRequiredService<IQueueProgress>(), QueueStall, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHealthCheck, CacheCheck>();
        services.AddSingleton<IHealthCheck>(provider => provider.GetRequiredService<DatabaseCheck>());
        services.AddSingleton<IHealthCheck, WebhookCheck>();
        services.AddSingleton<IHealthCheck>(provider =>
        {
            var reloader = provider.GetService<SettingsReloader>();
            return new ConfigurationCheck(() => reloader?.ReloadProblem, () => reloader?.NeedRestart ?? []);
        });
    }

    private static void AddVitals(IServiceCollection services)
    {
        services.TryAddSingleton<Traffic>();
        services.AddSingleton<IVital, ResponseVital>();
        services.AddSingleton<IVital, SuccessVital>();
        services.AddSingleton<IVital, ThroughputVital>();
        services.AddSingleton<IVital, CpuVital>();
        services.AddSingleton<IVital, MemoryVital>();
        services.AddSingleton<IVital, DiskVital>();
        services.AddSingleton<IVital, NumbersVital>();
        services.TryAddSingleton<VitalWatch>();
        services.TryAddSingleton<PoolWatch>();
    }

    private static void AddGatewayMetrics(IServiceCollection services)
    {
        services.TryAddSingleton<HealthMetrics>();
        services.TryAddSingleton<QueueMetrics>();
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<MetricsEndpoint>();
        services.TryAddSingleton<MetricsPipeline>();
        services.TryAddSingleton(provider => new Scrape(
            provider.GetRequiredService<MetricsPipeline>().Collect,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Scrape>>()));
    }

    private static HealthMonitorOptions MonitorOptions(IServiceProvider provider)
    {
        var health = provider.GetRequiredService<SettingsHolder>().Current.Health;
        var quiet = TimeSpan.FromSeconds(health.QuietSeconds);
        var longest = new HealthMonitorOptions().LongestQuiet;
        return new HealthMonitorOptions
        {
            Times = check => CheckSchedule.Of(check.Name, check.IsCritical, health),
            Rule = new DownRule(health.DownAfter, health.UpAfter, health.DownWindow, Math.Max(1, health.DownWindow * health.DownPercent / 100)),
            Quiet = quiet,
            LongestQuiet = quiet > longest ? quiet : longest,
        };
    }

    private static Readiness ReadinessOf(IServiceProvider provider)
    {
        var store = provider.GetRequiredService<IMessageStore>();
        var maxAge = TimeSpan.FromSeconds(provider.GetRequiredService<SettingsHolder>().Current.Health.ReadyAgeSeconds);
        return new Readiness(maxAge, () => store.Refusal, provider.GetRequiredService<TimeProvider>());
    }
}
