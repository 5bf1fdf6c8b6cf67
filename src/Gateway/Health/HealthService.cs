using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Health.Vitals;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health;

/// <summary>Starts and ends the watch, and follows changes of the settings.</summary>
internal sealed class HealthService(
    HealthMonitor monitor,
    StoreProbe probe,
    EarlyLooks looks,
    VitalWatch vitals,
    PoolWatch pool,
    LoopKeeper loops,
    CheckList checks,
    StoreGauges gauges,
    GatewayMetrics metrics,
    SettingsHolder settings,
    Readiness readiness,
    IHostApplicationLifetime lifetime) : IHostedService
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(readiness.Stop);
        settings.Changed += Watch;
        metrics.Begin();
        Watch(settings.Current);
        looks.Start();
        var health = settings.Current.Health;
        loops.Keep(new LoopPlan("store probe", probe.RunAsync) { Patience = ProbePatience + TimeSpan.FromSeconds(health.ProbeSeconds + health.ProbeTimeoutSeconds), Component = ComponentNames.Database });
        loops.Keep(new LoopPlan("figures", vitals.RunAsync));
        gauges.Start();
        pool.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        settings.Changed -= Watch;
        await _stopping.DisposeAsync().ConfigureAwait(false);
        looks.Dispose();
        pool.Dispose();
        await loops.DisposeAsync().ConfigureAwait(false);
        await monitor.DisposeAsync().ConfigureAwait(false);
        gauges.Dispose();
    }

    private void Watch(GatewaySettings current) => monitor.Watch(checks.Of(current));
}
