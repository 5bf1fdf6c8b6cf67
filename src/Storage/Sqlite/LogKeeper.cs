namespace Relevo.Storage.Sqlite;

/// <summary>
/// Keeps the write-ahead log short without stopping the writer for long: a thread of its own moves most pages into the
/// database beside the commits, then the writer moves the few that came meanwhile, and the log starts over.
/// </summary>
internal sealed class LogKeeper(SqliteOptions options) : IDisposable
{
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(5);
    private Thread? _bulk;
    private volatile bool _bulkDone;
    private DayFile? _file;

    /// <summary>Called by the writer after each batch.</summary>
    public void Tend(DaySet days)
    {
        if (_bulkDone)
        {
            Finish();
            return;
        }

        if (_bulk is not null)
        {
            return;
        }

        foreach (var file in days.All)
        {
            if (file.Writer.LogBytes > options.CheckpointBytes)
            {
                Start(file);
                return;
            }
        }
    }

    public void Dispose() => _bulk?.Join(JoinPatience);

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
            using var connection = SqliteConnection.OpenForWriting(path);
            connection.Checkpoint();
        }
        catch (QueueProcessor.Store.StoreException)
        {
            // The writer meets the same disk with its own checkpoint, and reports it from there.
        }
        finally
        {
            _bulkDone = true;
        }
    }

    private void Finish()
    {
        _bulkDone = false;
        _bulk = null;
        _file?.Writer.ShortenLog();
    }
}
