using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;

namespace Relevo.Resilience.Records;

/// <summary>
/// One document that outlives the process. Saving never waits: the newest version is saved in the background, and again until
/// the store takes it. Safe from any thread.
/// </summary>
public sealed class RecordSlot : IAsyncDisposable
{
    private const string Id = "now";
    private readonly IRecordStore _store;
    private readonly string _kind;
    private readonly PatientReading _reading;
    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Creates it; nothing is read yet.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="kind">What it is about; nothing else may use this kind.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public RecordSlot(IRecordStore store, string kind, TimeProvider time, ILogger logger)
    {
        (_store, _kind, _time, _logger) = (store, kind, time, new QuietLogger(logger));
        _reading = new PatientReading(kind, time, _logger);
        _writer = new RecordWriter(store, kind, static () => 1, time, logger) { MostUnsaved = 1 };
    }

    /// <summary>What was saved last, also by an earlier process; null for nothing. Does not give up before the store has answered.</summary>
    public async Task<string?> ReadAsync(CancellationToken stop) =>
        (await _reading.AskAsync(stopping => _store.FindAsync(_kind, Id, stopping), stop).ConfigureAwait(false))?.Json;

    /// <summary>Says that what was read makes no sense: a later version, or somebody's hand, wrote it.</summary>
    public void NotUnderstood() => RecordLog.NotUnderstood(_logger, _kind, Id);

    /// <summary>Saves a version in place of the one before. Never blocks.</summary>
    /// <param name="write">Writes it, later and on another thread.</param>
    public void Save(Func<string> write) => _writer.Save(Id, _time.GetUtcNow(), write);

    /// <summary>Whether the newest version is durable within that time; saving goes on where it is not.</summary>
    public Task<bool> SavedWithinAsync(TimeSpan patience) => _writer.SavedWithinAsync(patience);

    /// <summary>Tries once more to save what waits, for a short time.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
