using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>
/// Writes a probe to the store again and again, since readiness must not be older than two seconds, and tells the watch of
/// each that fails. Signs of trouble elsewhere are looked for at the same pace.
/// </summary>
internal sealed class StoreProbe(DatabaseCheck check, HealthMonitor monitor, EarlyLooks looks, SettingsHolder settings, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(LoopAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        var health = settings.Current.Health; // at the start, like the watch
        var runner = new CheckRunner(check, TimeSpan.FromSeconds(health.ProbeTimeoutSeconds), time);
        while (!_stop.IsCancellationRequested)
        {
            var result = await runner.RunAsync(_stop.Token).ConfigureAwait(false);
            monitor.Report(ComponentNames.Database, result.IsGood, result.Message);
            if (!result.IsGood || monitor.Snapshot.Find(ComponentNames.Webhook) is { IsUp: false })
            {
                monitor.LookSoon(ComponentNames.Webhook);
            }

            looks.Look();
            await Task.Delay(TimeSpan.FromSeconds(health.ProbeSeconds), time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
