using Relevo.Resilience.Health;
using Relevo.Resilience.Records;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether incidents, alarms and what is set by hand outlive the process: writes a probe where they are kept.</summary>
internal sealed class RecordsCheck(IRecordStore records, TimeProvider time) : IHealthCheck
{
    private const string Kind = "probe";

    /// <inheritdoc />
    public string Name => ComponentNames.Records;

    /// <inheritdoc />
    public bool IsCritical => false;

    /// <inheritdoc />
    public async Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await records.PutAsync(new Record(Kind, "now", time.GetUtcNow(), "{}"), cancellation).ConfigureAwait(false);
            return CheckResult.Good("incidents, alarms and what is set by hand are saved");
        }
        catch (RecordStoreException failure)
        {
            return CheckResult.Bad($"incidents, alarms and what is set by hand cannot be saved and would be lost with the process: {failure.Message}");
        }
    }
}
