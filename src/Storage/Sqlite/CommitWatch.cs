using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Watches the writer from outside: a step that does not return within its deadline is taken for a stalled disk, its
/// callers and everyone behind them are told at once, and new ones too until it returns. Keeps the writer's own reasons
/// to refuse as well.
/// </summary>
internal sealed class CommitWatch : IDisposable
{
    private const string Stalled = "the disk does not answer";
    private readonly WriterInbox _inbox;
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private WriteBatch? _running;
    private long _startedAt;
    private volatile bool _stalled;
    private volatile string? _problem;

    public CommitWatch(WriterInbox inbox, SqliteOptions options, TimeProvider time, ILogger logger)
    {
        _inbox = inbox;
        _options = options;
        _time = time;
        _logger = logger;
        var period = TimeSpan.FromMilliseconds(Math.Max(10, options.CommitDeadlineMilliseconds / 8));
        _timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    public string? Refusal => _stalled ? Stalled : _problem;

    /// <summary>Marks the begin of a step that touches the disk, and whose callers wait for it.</summary>
    public void Begin(WriteBatch batch) => Mark(batch);

    /// <summary>Marks the end of the last step.</summary>
    public void End() => Mark(null);

    /// <summary>Told by the writer that it failed: until it says otherwise, nothing is taken.</summary>
    public void Refuse(string reason)
    {
        var isNews = _problem is null;
        _problem = reason;
        RefuseWaiting(reason);
        if (isNews)
        {
            Log.Refusing(_logger, reason);
        }
    }

    /// <summary>Told by the writer before each batch what stands in the way; null opens the door again.</summary>
    public void Observe(string? problem)
    {
        if (problem is not null)
        {
            Refuse(problem);
        }
        else if (_problem is not null)
        {
            _problem = null;
            Log.Accepting(_logger);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Mark(WriteBatch? batch)
    {
        bool wasStalled;
        lock (_gate)
        {
            _running = batch;
            _startedAt = _time.GetTimestamp();
            wasStalled = _stalled;
            _stalled = false;
        }

        if (wasStalled && _problem is null)
        {
            Log.Accepting(_logger);
        }
    }

    private void Look()
    {
        WriteBatch running;
        bool isNews;
        lock (_gate)
        {
            if (_running is null || _time.GetElapsedTime(_startedAt).TotalMilliseconds < _options.CommitDeadlineMilliseconds)
            {
                return;
            }

            running = _running;
            isNews = !_stalled && _problem is null;
            _stalled = true;
        }

        RefuseWaiting(Stalled);
        running.RefuseAppends(Stalled);
        if (isNews)
        {
            Log.Refusing(_logger, Stalled);
        }
    }

    private void RefuseWaiting(string reason)
    {
        foreach (var request in _inbox.TakeAppends())
        {
            request.Complete(AppendStatus.Unavailable, reason);
        }
    }
}
