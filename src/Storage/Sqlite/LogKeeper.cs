using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Keeps the write-ahead log short without stopping the writer for long: a thread of its own moves most pages into the
/// database beside the commits, then the writer moves the few that came meanwhile, and the log starts over. Readers that
/// are in the way just then put that off for a while, and are waited for a little longer each time: while the writer waits
/// nothing is added to the log, so new readers do not need it.
/// </summary>
internal sealed class LogKeeper(SqliteOptions options, FreeSpace space, ILogger logger) : IDisposable
{
    private const int MaxTries = 8; // 400 ms, still within a commit's deadline
    private const int OldRestTurns = 16;
    private const long OldLogBytes = 1024 * 1024; // days that are over get little more
    private static readonly TimeSpan PatienceStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(5);
    private Thread? _bulk;
    private volatile bool _bulkDone;
    private DayFile? _file;
    private DayFile? _late;
    private long _lateBytes;
    private int _lateTurns;
    private int _tries;

    /// <summary>Called by the writer after each batch.</summary>
    public void Tend(DaySet days)
    {
        if (_bulkDone)
        {
            Finish(days);
        }
        else if (_bulk is null && --_lateTurns < 0 && Due(days) is { } file)
        {
            Start(file);
        }
    }

    public void Dispose() => _bulk?.Join(JoinPatience);

    private DayFile? Due(DaySet days)
    {
        foreach (var file in days.All)
        {
            // When space is short the log is moved early, so that it starts over instead of growing; never without room for it.
            var limit = file != days.All[^1] || space.IsFull ? OldLogBytes : file == _late ? _lateBytes : options.CheckpointBytes;
            if (file.Writer.LogBytes is var bytes && bytes > limit && bytes < space.Free)
            {
                return file;
            }
        }

        return null;
    }

    private void Start(DayFile file)
    {
        _file = file;
        _bulk = new Thread(() => Bulk(file.Path)) { IsBackground = true, Name = "store log" };
        _bulk.Start();
    }

    private void Bulk(string path)
    {
        try
        {
            using var connection = SqliteConnection.OpenForWriting(path, mayBeNew: false);
            connection.Checkpoint();
        }
        catch (Exception error)
        {
            // The writer meets the same disk with its own checkpoint and judges it there.
            Log.LogNotMoved(logger, error.Message);
        }
        finally
        {
            _bulkDone = true;
        }
    }

    private void Finish(DaySet days)
    {
        _bulkDone = false;
        _bulk = null;
        if (_file is not { } file || !days.All.Contains(file))
        {
            return;
        }

        var isOld = file != days.All[^1];
        if (TryRestart(file, isOld))
        {
            (_late, _lateTurns, _tries) = (null, 0, 0);
        }
        else
        {
            // Today's log may grow by a quarter before the next try; one that is over does not grow, so turns are counted.
            (_late, _lateBytes) = (file, file.Writer.LogBytes + (options.CheckpointBytes / 4));
            (_lateTurns, _tries) = (isOld ? OldRestTurns : 0, Math.Min(_tries + 1, MaxTries));
        }
    }

    private bool TryRestart(DayFile file, bool isOld)
    {
        try
        {
            return file.Writer.TryRestartLog(isOld, PatienceStep * _tries);
        }
        catch (StoreException error) when (SqliteError.IsFull(error))
        {
            // Nothing is in doubt: all of it stands in the log still. Appends are refused long before, by the free bytes.
            Log.LogNotMoved(logger, error.Message);
            return false;
        }
    }
}
