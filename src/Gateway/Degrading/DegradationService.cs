using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Degrading;

/// <summary>Ties what is restricted to the level.</summary>
internal sealed class DegradationService(DegradationControl control, HealthMonitor monitor) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        monitor.LevelChanged += Follow;
        control.Follow(monitor.Snapshot.Level);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        monitor.LevelChanged -= Follow;
        control.Dispose();
        return Task.CompletedTask;
    }

    private void Follow(LevelChange change) => control.Follow(change.To);
}
