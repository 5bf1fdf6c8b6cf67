using System.Text;
using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Records;
using Relevo.Storage.Files;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Small documents in a file of their own beside the store's (<c>operations.db</c>). One thread does everything, so that a
/// disk that hangs blocks that thread only: who waits is told after the deadline. A file that fails is opened again at the
/// next call, one that is damaged is moved aside and begun anew.
/// </summary>
public sealed class SqliteRecordStore : IRecordStore, IAsyncDisposable
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "operations.db";

    internal const int MaxWaiting = 256; // calls; beyond, the disk is not keeping up with a few documents a minute
    private const int MaxKind = 40;
    private const int MaxId = 80;
    private const int MaxBytes = 4 * 1024 * 1024; // an incident with the longest timeline that settings allow has 1.5 MB
    private const int MaxListed = 10_000;
    private const string Stopping = "The gateway is stopping.";
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Queue<RecordCall> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private RecordFile? _file;
    private bool _isClosed;

    /// <summary>Creates it; the file is opened, or made, by the first call.</summary>
    /// <param name="directory">Folder of the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public SqliteRecordStore(string directory, TimeProvider time, ILogger<SqliteRecordStore> logger)
    {
        _path = Path.Combine(Path.GetFullPath(directory), FileName);
        _time = time;
        _logger = new QuietLogger(logger);
        _thread = new Thread(Loop) { IsBackground = true, Name = "record store" };
        _thread.Start();
    }

    /// <summary>Time for one call, the wait for its turn included. Default 5 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For tests: runs on the store's thread before each call, and may block it or throw.</summary>
    internal Action? Calling { get; set; }

    /// <inheritdoc />
    public async Task PutAsync(Record record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(record);
        CheckName(record.Kind, record.Id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(record.Json), MaxBytes, nameof(record));
        await AskAsync(file => Do(() => file.Put(record)), cancellation);
    }

    /// <inheritdoc />
    public async Task<Record?> FindAsync(string kind, string id, CancellationToken cancellation)
    {
        CheckName(kind, id);
        return (Record?)await AskAsync(file => file.Find(kind, id), cancellation);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Record>> ListAsync(string kind, int limit, CancellationToken cancellation)
    {
        CheckName(kind, "any");
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxListed);
        return (IReadOnlyList<Record>?)await AskAsync(file => file.List(kind, limit), cancellation) ?? [];
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string kind, string id, CancellationToken cancellation)
    {
        CheckName(kind, id);
        await AskAsync(file => Do(() => file.Remove(kind, id)), cancellation);
    }

    /// <inheritdoc />
    public async Task TrimAsync(string kind, int keep, CancellationToken cancellation)
    {
        CheckName(kind, "any");
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        await AskAsync(file => Do(() => file.Trim(kind, keep)), cancellation);
    }

    /// <summary>Does what was asked before, then closes the file. When the disk hangs, everyone is told and the thread is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _arrived.Release();
        }

        if (!await Task.Run(() => _thread.Join(StopPatience)))
        {
            FailAll(Stopping, null);
            return;
        }

        _arrived.Dispose();
    }

    private static object? Do(Action work)
    {
        work();
        return null;
    }

    private static void CheckName(string kind, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kind.Length, MaxKind, nameof(kind));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, MaxId, nameof(id));
    }

    private async Task<object?> AskAsync(Func<RecordFile, object?> work, CancellationToken cancellation)
    {
        var call = new RecordCall(work);
        Add(call);
        try
        {
            return await call.Done.WaitAsync(Deadline, _time, cancellation);
        }
        catch (TimeoutException error)
        {
            throw new RecordStoreException("The disk does not answer.", error);
        }
        finally
        {
            call.GiveUp();
        }
    }

    private void Add(RecordCall call)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new RecordStoreException(Stopping);
            }

            if (_waiting.Count >= MaxWaiting)
            {
                throw new RecordStoreException("The disk does not answer, and too much waits for it already.");
            }

            _waiting.Enqueue(call);
            _arrived.Release();
        }
    }

    private RecordCall? Next(out bool isLast)
    {
        lock (_gate)
        {
            _waiting.TryDequeue(out var call);
            isLast = call is null && _isClosed;
            return call;
        }
    }

    private void Loop()
    {
        for (var isLast = false; !isLast;)
        {
            _arrived.Wait();
            if (Next(out isLast) is { } call && call.TryBegin())
            {
                Turn(call);
            }
        }

        Close();
    }

    private void Turn(RecordCall call)
    {
        try
        {
            Calling?.Invoke();
            call.Succeed(Run(call));
        }
        catch (StoreException error)
        {
            // What is known of the file may be wrong now: it is opened again before anything in it is believed.
            Close();
            Log.RecordsFailed(_logger, error.Message);
            call.Fail(error.Message, error);
        }
        // Whatever else: the thread must not end, or nothing would be kept any more.
        catch (Exception error)
        {
            Close();
            Log.RecordsBroken(_logger, error);
            call.Fail($"The store failed with {error.GetType().Name}.", error);
        }
    }

    // Damage shows when the file is opened, or on the way; both times the call is done in a new file.
    private object? Run(RecordCall call)
    {
        try
        {
            return call.Run(Open());
        }
        catch (StoreException error) when (SqliteError.IsDamage(error))
        {
            Close();
            Log.RecordsDamaged(_logger, DamagedFile.MoveAside(_path, _time, "what it holds is then no longer shown."));
            return call.Run(Open());
        }
    }

    private RecordFile Open()
    {
        if (_file is not null && !File.Exists(_path))
        {
            Close();
            Log.RecordsRemoved(_logger);
        }

        if (_file is null)
        {
            MakeFolder();
            _file = RecordFile.Open(_path);
        }

        return _file;
    }

    private void MakeFolder()
    {
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(_path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data directory cannot be written: {error.Message}", error);
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private void FailAll(string reason, Exception? cause)
    {
        while (Next(out _) is { } call)
        {
            call.Fail(reason, cause);
        }
    }
}
