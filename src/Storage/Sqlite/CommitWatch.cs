using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Watches the writer from outside: a commit that does not return within its deadline is taken for a stalled disk, its
/// callers and everyone behind them are told at once, and new ones too until it returns.
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
    private volatile string? _refusal;

    public CommitWatch(WriterInbox inbox, SqliteOptions options, TimeProvider time, ILogger logger)
    {
        _inbox = inbox;
        _options = options;
        _time = time;
        _logger = logger;
        var period = TimeSpan.FromMilliseconds(Math.Max(10, options.CommitDeadlineMilliseconds / 8));
        _timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    public string? Refusal => _refusal;

    /// <summary>Marks the begin of a commit; disposing the answer marks its end.</summary>
    public Ending Begin(WriteBatch batch)
    {
        lock (_gate)
        {
            _running = batch;
            _startedAt = _time.GetTimestamp();
        }

        return new Ending(this);
    }

    public void Refuse(string reason)
    {
        if (_refusal is null)
        {
            Log.Refusing(_logger, reason);
        }

        _refusal = reason;
        Answer(_inbox.TakeAppends(), reason);
    }

    /// <summary>Told by the writer before each batch what stands in the way; null opens the door again.</summary>
    public void Observe(string? problem)
    {
        if (problem is not null)
        {
            Refuse(problem);
        }
        else if (_refusal is not null)
        {
            _refusal = null;
            Log.Accepting(_logger);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static void Answer(List<AppendRequest> requests, string reason)
    {
        foreach (var request in requests)
        {
            request.Complete(AppendStatus.Unavailable, reason);
        }
    }

    private void Look()
    {
        WriteBatch running;
        lock (_gate)
        {
            if (_running is null || _time.GetElapsedTime(_startedAt).TotalMilliseconds < _options.CommitDeadlineMilliseconds)
            {
                return;
            }

            running = _running;
        }

        Refuse(Stalled);
        running.FailAppends(AppendStatus.Unavailable, Stalled);
    }

    private void End()
    {
        lock (_gate)
        {
            _running = null;
        }
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public readonly struct Ending(CommitWatch watch) : IDisposable
    {
        public void Dispose() => watch.End();
    }
}
