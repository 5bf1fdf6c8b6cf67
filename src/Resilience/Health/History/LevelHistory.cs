using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Health.History;

/// <summary>
/// Keeps every change of the level where it outlives the process. Taking one never waits: while the store does not take them
/// they wait in memory, the newest thousand of them.
/// </summary>
public sealed class LevelHistory
{
    private const string Kind = "level";
    private const int MaxWaiting = 1_000;
    private const int Kept = 10_000;
    private const int TrimEvery = 1_000;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private readonly Channel<LevelEntry> _waiting = Channel.CreateBounded<LevelEntry>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly IRecordStore _records;
    private readonly TimeProvider _time;
    private readonly ILogger<LevelHistory> _logger;
    private long _number;
    private int _saved;
    private bool _isFailing;

    /// <summary>Creates it; <see cref="RunAsync"/> saves.</summary>
    public LevelHistory(IRecordStore records, TimeProvider time, ILogger<LevelHistory> logger) => (_records, _time, _logger) = (records, time, logger);

    /// <summary>Takes a change. Never blocks.</summary>
    public void Add(LevelChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _waiting.Writer.TryWrite(new LevelEntry(change.Snapshot.AtUtc, change.From, change.To, HealthIssues.Describe(change.Snapshot)));
    }

    /// <summary>The newest changes, the newest first. Throws <see cref="RecordStoreException"/> when they cannot be read.</summary>
    public async Task<IReadOnlyList<LevelEntry>> ListAsync(int limit, CancellationToken cancellation) =>
        [.. (await _records.ListAsync(Kind, limit, cancellation).ConfigureAwait(false)).Select(record => JsonSerializer.Deserialize(record.Json, LevelJson.Default.LevelEntry)).OfType<LevelEntry>()];

    /// <summary>Saves what comes until it is stopped.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(beat);
        while (true)
        {
            beat.Tell();
            if (!_waiting.Reader.TryPeek(out var entry))
            {
                await Task.Delay(Again, _time, stopping).ConfigureAwait(false);
            }
            else if (await TrySaveAsync(entry, stopping).ConfigureAwait(false))
            {
                _waiting.Reader.TryRead(out _);
            }
            else
            {
                await Task.Delay(Again, _time, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TrySaveAsync(LevelEntry entry, CancellationToken stopping)
    {
        try
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{entry.AtUtc.UtcTicks:D19}-{++_number}");
            await _records.PutAsync(new Record(Kind, id, entry.AtUtc, JsonSerializer.Serialize(entry, LevelJson.Default.LevelEntry)), stopping).ConfigureAwait(false);
            if (++_saved % TrimEvery == 0)
            {
                await _records.TrimAsync(Kind, Kept, stopping).ConfigureAwait(false);
            }

            _isFailing = false;
            return true;
        }
        catch (RecordStoreException failure)
        {
            if (!_isFailing)
            {
                HealthLog.HistoryNotSaved(_logger, failure.Message);
            }

            _isFailing = true;
            return false;
        }
    }
}
