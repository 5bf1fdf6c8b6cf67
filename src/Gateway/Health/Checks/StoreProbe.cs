using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Health.Checks;

/// <summary>
/// Writes a probe to the store again and again, since readiness must not be older than two seconds, and tells the watch of
/// each that fails. Signs of trouble elsewhere are looked for at the same pace.
/// </summary>
internal sealed class StoreProbe(DatabaseCheck check, HealthMonitor monitor, EarlyLooks looks, SettingsHolder settings, TimeProvider time)
{
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        var health = settings.Current.Health; // at the start, like the watch
        var runner = new CheckRunner(check, TimeSpan.FromSeconds(health.ProbeTimeoutSeconds), time);
        while (true)
        {
            var look = runner.RunAsync(stopping);
            await beat.WhileAsync(look).ConfigureAwait(false);
            var result = await look.ConfigureAwait(false);
            monitor.Report(ComponentNames.Database, result.IsGood, result.Message);
            if (!result.IsGood || monitor.Snapshot.Find(ComponentNames.Webhook) is { IsUp: false })
            {
                monitor.LookSoon(ComponentNames.Webhook);
            }

            looks.Look();
            await beat.PauseAsync(TimeSpan.FromSeconds(health.ProbeSeconds)).ConfigureAwait(false);
        }
    }
}
