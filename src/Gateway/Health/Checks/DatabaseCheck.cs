using Relevo.Gateway.Health.Readings;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Writes a probe to the store, and tells readiness how that went.</summary>
public sealed class DatabaseCheck(IMessageStore store, Readiness readiness) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Database;

    /// <inheritdoc />
    public bool IsCritical => true;

    /// <inheritdoc />
    public async Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await store.ProbeAsync(cancellation).ConfigureAwait(false);
            readiness.Proven();
            return CheckResult.Good("a probe write was committed");
        }
        catch (StoreException failure)
        {
            readiness.Failed(failure.Message);
            return CheckResult.Bad(failure.Message);
        }
        catch (Exception failure)
        {
            readiness.Failed($"the probe write to the store failed with {failure.GetType().Name}");
            throw;
        }
    }
}
