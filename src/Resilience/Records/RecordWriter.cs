using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Records;

/// <summary>
/// Saves the documents of one kind in the background, so that nobody who acts waits for a disk. Of several versions of a
/// document only the newest is saved. What the store refuses is tried again, ever more seldom; beyond a bound the oldest
/// unsaved is given up. Nothing runs while there is nothing to save. Safe from any thread.
/// </summary>
internal sealed class RecordWriter : IAsyncDisposable
{
    internal const int MaxUnsaved = 256; // 256 documents of a few KiB each
    private const int SavesPerTrim = 16;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Draft> _unsaved = new(StringComparer.Ordinal);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stop;
    private readonly IRecordStore _store;
    private readonly string _kind;
    private readonly Func<int> _keep;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private TaskCompletionSource<bool> _settled = Settled();
    private volatile bool _isStopping;
    private bool _isPumping;
    private bool _isWhole = true; // nothing was given up since everything was saved
    private int _failures;
    private int _savesToTrim;

    /// <summary>Creates it; nothing runs yet.</summary>
    /// <param name="store">Where documents are saved.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="keep">How many of them are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public RecordWriter(IRecordStore store, string kind, Func<int> keep, TimeProvider time, ILogger logger)
    {
        _store = store;
        _kind = kind;
        _keep = keep;
        _time = time;
        _logger = new QuietLogger(logger);
        _stop = _stopping.Token;
    }

    /// <summary>Documents that may wait to be saved; beyond, the oldest is given up. Default 256.</summary>
    public int MostUnsaved { get; init; } = MaxUnsaved;

    /// <summary>Documents that are not saved yet.</summary>
    public int Unsaved
    {
        get
        {
            lock (_gate)
            {
                return _unsaved.Count;
            }
        }
    }

    /// <summary>Saves a document as soon as the store does it. Returns at once.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="atUtc">The time by which it is ordered.</param>
    /// <param name="write">Writes it, later and on another thread.</param>
    public void Save(string id, DateTimeOffset atUtc, Func<string> write)
    {
        bool isGivenUp;
        lock (_gate)
        {
            if (_isStopping)
            {
                return;
            }

            _unsaved[id] = new Draft(id, atUtc, write);
            isGivenUp = _unsaved.Count > MostUnsaved;
            if (isGivenUp)
            {
                _unsaved.RemoveAt(0);
                _isWhole = false;
            }

            Begin_NeedsGate();
        }

        if (isGivenUp)
        {
            RecordLog.GivenUp(_logger, _kind);
        }
    }

    /// <summary>Completes once everything was saved, or once it is certain that nothing more will be.</summary>
    /// <returns>False when something was given up.</returns>
    public Task<bool> FlushAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _settled.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Whether everything is saved within that time; what is not goes on being tried.</summary>
    /// <returns>False when something is not yet, or was given up.</returns>
    public async Task<bool> SavedWithinAsync(TimeSpan patience)
    {
        var saving = FlushAsync(CancellationToken.None);
        await ((Task)saving).WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return saving.IsCompletedSuccessfully && await saving.ConfigureAwait(false);
    }

    /// <summary>Tries once more to save what is left, for a short time.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isStopping)
            {
                return;
            }

            _isStopping = true;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await ((Task)FlushAsync(CancellationToken.None)).WaitAsync(StopPatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static TaskCompletionSource<bool> Settled()
    {
        var source = NewSource();
        source.SetResult(true);
        return source;
    }

    private static TaskCompletionSource<bool> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Begin_NeedsGate()
    {
        if (_isPumping)
        {
            return;
        }

        _isPumping = true;
        _settled = _settled.Task.IsCompleted ? NewSource() : _settled;

        // Apart from the caller: a store that blocks instead of waiting must not hold up who acts.
        _ = Task.Run(PumpAsync, CancellationToken.None);
    }

    private async Task PumpAsync()
    {
        while (Next() is { } record)
        {
            var isSaved = await TrySaveAsync(record).ConfigureAwait(false);
            Settle(record, isSaved);
            if (!isSaved && !_isStopping)
            {
                await Task.Delay(_backoff.Ceiling(_failures), _time, _stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // While stopping everything is tried once, and what fails is taken out.
    private Draft? Next()
    {
        lock (_gate)
        {
            if (_unsaved.Count > 0)
            {
                return _unsaved.GetAt(0).Value;
            }

            _settled.TrySetResult(_isWhole);
            (_isPumping, _isWhole) = (false, true);
            return null;
        }
    }

    // One that failed goes behind the others, so that a document the store refuses holds up no other.
    private void Settle(Draft record, bool isSaved)
    {
        lock (_gate)
        {
            var isNewest = _unsaved.Remove(record.Id, out var newest) && ReferenceEquals(newest, record);
            var isOver = isSaved ? isNewest : _isStopping;
            _isWhole &= isSaved || !isOver;
            if (newest is not null && !isOver)
            {
                _unsaved[record.Id] = newest;
            }
        }
    }

    private async Task<bool> TrySaveAsync(Draft record)
    {
        try
        {
            await _store.PutAsync(new Record(_kind, record.Id, record.AtUtc, record.Write()), CancellationToken.None).ConfigureAwait(false);
            Recovered();
            await TrimAsync().ConfigureAwait(false);
            return true;
        }
        catch (RecordStoreException failure)
        {
            Failed(failure);
            return false;
        }
        // A document that the store cannot take at all is a mistake of ours; trying again would not help.
        catch (Exception failure)
        {
            RecordLog.Refused(_logger, _kind, failure);
            GiveUp();
            return true;
        }
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _isWhole = false;
        }
    }

    private async Task TrimAsync()
    {
        if (--_savesToTrim > 0)
        {
            return;
        }

        _savesToTrim = SavesPerTrim;
        try
        {
            await _store.TrimAsync(_kind, _keep(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (RecordStoreException)
        {
            _savesToTrim = 0; // the document is saved; old ones go with the next
        }
    }

    private void Recovered()
    {
        if (_failures > 0)
        {
            _failures = 0;
            RecordLog.SavedAgain(_logger, _kind);
        }
    }

    private void Failed(RecordStoreException failure)
    {
        _failures++;
        if (_failures == 1)
        {
            RecordLog.NotSaved(_logger, _kind, failure.Message);
        }
    }

    private sealed record Draft(string Id, DateTimeOffset AtUtc, Func<string> Write);
}
