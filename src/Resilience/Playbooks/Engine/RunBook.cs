using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Records;
using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>
/// The runs as they are kept. Saving waits for nobody; reading falls back to what this process knows when the store does
/// not answer. Runs that a killed process left behind are marked as interrupted, as soon as the store can be read.
/// </summary>
internal sealed class RunBook : IAsyncDisposable
{
    internal const string Kind = "run";
    private const int MaxRecent = 50;
    private const int MaxListed = 10_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, PlaybookRun> _recent = new(StringComparer.Ordinal);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stopping = new();
    private readonly IRecordStore _store;
    private readonly Func<int> _keep;
    private readonly string _process;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecordWriter _writer;

    public RunBook(IRecordStore store, Func<int> keep, string process, TimeProvider time, ILogger logger)
    {
        _store = store;
        _keep = keep;
        _process = process;
        _time = time;
        _logger = logger;
        _writer = new RecordWriter(store, Kind, keep, time, logger);
    }

    /// <summary>Looks for runs that were cut off, until the store has answered once.</summary>
    public void Begin() => _ = Task.Run(MarkInterruptedAsync, CancellationToken.None);

    public void Save(PlaybookRun run)
    {
        lock (_gate)
        {
            _recent[run.Id] = run;
            if (_recent.Count > MaxRecent)
            {
                _recent.RemoveAt(0);
            }
        }

        _writer.Save(run.Id, run.StartedUtc, () => JsonSerializer.Serialize(run, RunJson.Default.PlaybookRun));
    }

    /// <summary>The newest runs first.</summary>
    public async Task<IReadOnlyList<PlaybookRun>> ListAsync(int limit, CancellationToken cancellation)
    {
        var runs = (await ReadAsync(Math.Clamp(limit, 1, MaxListed), cancellation).ConfigureAwait(false)).ToDictionary(run => run.Id, StringComparer.Ordinal);
        foreach (var run in Recent())
        {
            runs[run.Id] = run;
        }

        return [.. runs.Values.OrderByDescending(run => run.StartedUtc).ThenByDescending(run => run.Id, StringComparer.Ordinal).Take(limit)];
    }

    public Task FlushAsync(CancellationToken cancellation) => _writer.FlushAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private List<PlaybookRun> Recent()
    {
        lock (_gate)
        {
            return [.. _recent.Values];
        }
    }

    // Apart from the caller: a store that blocks instead of waiting must not hold up who asks.
    private async Task<List<PlaybookRun>> ReadAsync(int limit, CancellationToken cancellation)
    {
        try
        {
            var records = await Task.Run(() => _store.ListAsync(Kind, limit, cancellation), cancellation).ConfigureAwait(false);
            return [.. records.Select(Read).OfType<PlaybookRun>()];
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Complain(1, failure);
            return [];
        }
    }

    private async Task MarkInterruptedAsync()
    {
        var stop = _stopping.Token;
        for (var failures = 1; !stop.IsCancellationRequested; failures++)
        {
            try
            {
                var records = await _store.ListAsync(Kind, _keep(), stop).ConfigureAwait(false);
                records.Select(Read).OfType<PlaybookRun>().Where(run => run.State == RunState.Running && run.Process != _process).ToList().ForEach(MarkInterrupted);
                return;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Complain(failures, failure);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(_backoff.Ceiling(failures), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Complain(int failures, Exception failure)
    {
        if (failures == 1)
        {
            RecordLog.NotRead(_logger, Kind, failure is RecordStoreException ? failure.Message : failure.GetType().Name);
        }
    }

    private void MarkInterrupted(PlaybookRun run)
    {
        PlaybookLog.FoundInterrupted(_logger, run.Id);
        Save(run.Interrupted(_time.GetUtcNow(), "the process ended in its middle; this was found at the next start"));
    }

    private PlaybookRun? Read(Record record)
    {
        try
        {
            if (JsonSerializer.Deserialize(record.Json, RunJson.Default.PlaybookRun) is { Id: not null, Steps: not null, Reasons: not null, Components: not null } run)
            {
                return run;
            }
        }
        catch (JsonException)
        {
            // Told below: a later version, or somebody's hand, wrote it.
        }

        RecordLog.NotUnderstood(_logger, Kind, record.Id);
        return null;
    }
}
