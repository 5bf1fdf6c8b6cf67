using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Degrading;

/// <summary>Ties what is restricted to the level.</summary>
internal sealed class DegradationService(DegradationControl control, HealthMonitor monitor, LoopKeeper loops) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        monitor.LevelChanged += Follow;
        control.Follow(monitor.Snapshot.Level);
        loops.Keep(new LoopPlan("restrictions", control.RunAsync));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        monitor.LevelChanged -= Follow;
        return loops.ReleaseAsync("restrictions");
    }

    private void Follow(LevelChange change) => control.Follow(change.To);
}
