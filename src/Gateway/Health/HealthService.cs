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
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(readiness.Stop);
        settings.Changed += Watch;
        metrics.Begin();
        Watch(settings.Current);
        looks.Start();
        loops.Keep(new LoopPlan("store probe", probe.RunAsync) { Component = ComponentNames.Database });
        loops.Keep(new LoopPlan("checks", Supervision.Of(() => monitor.IsOverdue, monitor.Restart)));
        loops.Keep(new LoopPlan("figures", vitals.RunAsync));
        loops.Keep(new LoopPlan("store counts", gauges.RunAsync));
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
    }

    private void Watch(GatewaySettings current) => monitor.Watch(checks.Of(current));
}
