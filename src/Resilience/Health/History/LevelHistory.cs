using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Health.History;

/// <summary>
/// Keeps every change of the level where it outlives the process. Taking one never waits: while the store does not take them
/// they wait in memory, the newest thousand of them.
/// </summary>
public sealed class LevelHistory : IAsyncDisposable
{
    private const string Kind = "level";
    private const int MaxWaiting = 1_000;
    private const int Kept = 10_000;
    private readonly IRecordStore _records;
    private readonly RecordWriter _writer;
    private readonly ILogger _logger;
    private long _number;

    /// <summary>Creates it; changes are saved in the background.</summary>
    public LevelHistory(IRecordStore records, TimeProvider time, ILogger<LevelHistory> logger)
    {
        (_records, _logger) = (records, logger);
        _writer = new RecordWriter(records, Kind, static () => Kept, time, logger) { MostUnsaved = MaxWaiting };
    }

    /// <summary>Takes a change. Never blocks.</summary>
    public void Add(LevelChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Add(new LevelEntry(change.Snapshot.AtUtc, change.From, change.To, HealthIssues.Describe(change.Snapshot)));
    }

    /// <summary>
    /// Tells the level in force without a change, once everything was checked after a start: the level that an earlier process
    /// ended in is over when all is well. Completes when that is taken, or when the store does not say how the other ended.
    /// </summary>
    public async Task ConfirmAsync(HealthSnapshot snapshot, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        try
        {
            var newest = await ListAsync(1, cancellation).ConfigureAwait(false);
            if (snapshot.Level == HealthLevel.Healthy && newest is [{ To: > HealthLevel.Healthy } last] && Volatile.Read(ref _number) == 0)
            {
                Add(new LevelEntry(snapshot.AtUtc, last.To, HealthLevel.Healthy, "all is well since the start"));
            }
        }
        catch (RecordStoreException failure)
        {
            RecordLog.NotRead(_logger, Kind, failure.Message);
        }
    }

    /// <summary>The newest changes, the newest first. Throws <see cref="RecordStoreException"/> when they cannot be read.</summary>
    public async Task<IReadOnlyList<LevelEntry>> ListAsync(int limit, CancellationToken cancellation) =>
        [.. (await _records.ListAsync(Kind, limit, cancellation).ConfigureAwait(false)).Select(record => JsonSerializer.Deserialize(record.Json, LevelJson.Default.LevelEntry)).OfType<LevelEntry>()];

    /// <summary>Tries once more to save what waits, for a short time.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Add(LevelEntry entry)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{entry.AtUtc.UtcTicks:D19}-{Interlocked.Increment(ref _number)}");
        _writer.Save(id, entry.AtUtc, () => JsonSerializer.Serialize(entry, LevelJson.Default.LevelEntry));
    }
}
