using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Incidents;

/// <summary>Reads the incidents of earlier processes, and does not give up before the store has answered.</summary>
internal sealed class IncidentReader(IRecordStore store, TimeProvider time, ILogger logger)
{
    /// <summary>The newest first; null when <paramref name="stop"/> came before the store's answer.</summary>
    public async Task<IReadOnlyList<Incident>?> ReadAsync(string kind, int limit, CancellationToken stop)
    {
        try
        {
            return await new PatientReading(kind, time, logger).AskAsync(async stopping => Read(kind, await store.ListAsync(kind, limit, stopping).ConfigureAwait(false)), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private List<Incident> Read(string kind, IReadOnlyList<Record> records) => [.. records.Select(record => Read(kind, record)).OfType<Incident>()];

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
