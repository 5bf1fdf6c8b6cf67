using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Records;
using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Incidents;

/// <summary>Reads the incidents of earlier processes, and does not give up before the store has answered.</summary>
internal sealed class IncidentReader(IRecordStore store, TimeProvider time, ILogger logger)
{
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>The newest first; null when <paramref name="stop"/> came before the store's answer.</summary>
    public async Task<IReadOnlyList<Incident>?> ReadAsync(string kind, int limit, CancellationToken stop)
    {
        for (var failures = 1; !stop.IsCancellationRequested; failures++)
        {
            try
            {
                var records = await store.ListAsync(kind, limit, stop).ConfigureAwait(false);
                return [.. records.Select(record => Read(kind, record)).OfType<Incident>()];
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Complain(kind, failures, failure);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            await Task.Delay(_backoff.Ceiling(failures), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private void Complain(string kind, int failures, Exception failure)
    {
        if (failures == 1)
        {
            RecordLog.NotRead(logger, kind, failure is RecordStoreException ? failure.Message : failure.GetType().Name);
        }
    }

    private Incident? Read(string kind, Record record)
    {
        try
        {
            if (JsonSerializer.Deserialize(record.Json, IncidentJson.Default.Incident) is { Id: not null, Title: not null, Timeline: not null, Components: not null } incident)
            {
                return incident;
            }
        }
        catch (JsonException)
        {
            // Told below: a later version, or somebody's hand, wrote it.
        }

        RecordLog.NotUnderstood(logger, kind, record.Id);
        return null;
    }
}
