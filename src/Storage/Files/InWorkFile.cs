using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Lanes;

namespace Relevo.Storage.Files;

/// <summary>
/// The positions that are in work, kept in a small file that outlives a killed process. Workers write into memory; one
/// thread copies it to the file at most every millisecond, so that a stalled disk blocks that thread only. After a death
/// entries are awaited for a minute: whatever kills the gateway at once is then on record before it begins. What the last
/// run left stays in the file until <see cref="LastRunNoted"/>, so that a death before that is no loss.
/// </summary>
public sealed class InWorkFile : IInWorkLedger, IDisposable
{
    private const int Slots = 4096; // work beyond this many at a time is not on record
    private const int NoTicket = -1;
    private static readonly TimeSpan Careful = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(2);

    private readonly long[] _slots = new long[Slots];
    private readonly Stack<int> _free = new(Enumerable.Range(0, Slots).Reverse());
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _changed = new(initialState: false);
    private readonly ManualResetEventSlim _stop = new(initialState: false);
    private readonly Thread _thread;
    private readonly long _openedAt;
    private TaskCompletionSource _written = NewSource();
    private volatile bool _mayWrite;
    private bool _closed;
    private bool _failed;
    private int _dirty;
    private int _used; // tickets are given lowest first, so only this many were ever written

    private InWorkFile(FileStream file, IReadOnlyCollection<long> lastRun, TimeProvider time, ILogger logger)
    {
        _file = file;
        LastRun = lastRun;
        _mayWrite = lastRun.Count == 0;
        _time = time;
        _logger = logger;
        _openedAt = time.GetTimestamp();
        _thread = new Thread(Copy) { IsBackground = true, Name = "in-work ledger" };
    }

    /// <inheritdoc />
    public IReadOnlyCollection<long> LastRun { get; }

    /// <summary>Opens or makes the file in the data directory.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static InWorkFile Open(string directory, TimeProvider time, ILogger<InWorkFile> logger)
    {
        PrivateFolder.Create(directory);
        var file = new FileStream(Path.Combine(directory, "in-work"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var bytes = new byte[Slots * sizeof(long)];
        var read = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
        var positions = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(0, read - (read % sizeof(long)))).ToArray().Where(position => position > 0).ToHashSet();
        return new InWorkFile(file, positions, time, logger) { _used = read / sizeof(long) }.Begin();
    }

    /// <inheritdoc />
    public void LastRunNoted()
    {
        _mayWrite = true;
        Signal();
    }

    /// <inheritdoc />
    public ValueTask<int> EnterAsync(long position)
    {
        int ticket;
        Task written;
        lock (_gate)
        {
            if (_closed || !_free.TryPop(out ticket))
            {
                return ValueTask.FromResult(NoTicket);
            }

            _slots[ticket] = position;
            _used = Math.Max(_used, ticket + 1);
            written = _written.Task;
        }

        Signal();
        return LastRun.Count == 0 || _time.GetElapsedTime(_openedAt) > Careful
            ? ValueTask.FromResult(ticket)
            : WaitAsync(written, ticket);
    }

    /// <inheritdoc />
    public void Leave(int ticket)
    {
        if (ticket == NoTicket)
        {
            return;
        }

        lock (_gate)
        {
            _slots[ticket] = 0;
            _free.Push(ticket);
        }

        Signal();
    }

    /// <summary>Writes what is left and closes the file. Nobody is left waiting.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _stop.Set();
        _changed.Set();
        if (_thread.Join(JoinPatience))
        {
            _file.Dispose();
        }

        _written.TrySetResult();
    }

    private InWorkFile Begin()
    {
        _thread.Start();
        return this;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async ValueTask<int> WaitAsync(Task written, int ticket)
    {
        await written;
        return ticket;
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _dirty, 1) == 0)
        {
            _changed.Set();
        }
    }

    private void Copy()
    {
        var copy = new long[Slots];
        do
        {
            _changed.WaitOne();
            Volatile.Write(ref _dirty, 0);
            TaskCompletionSource written;
            int used;
            lock (_gate)
            {
                used = _used;
                _slots.AsSpan(0, used).CopyTo(copy);
                (written, _written) = (_written, NewSource());
            }

            Write(copy.AsSpan(0, used));
            written.TrySetResult();
            _stop.Wait(Pause);
        }
        while (!_stop.IsSet || Volatile.Read(ref _dirty) != 0);
    }

    private void Write(ReadOnlySpan<long> copy)
    {
        if (!_mayWrite)
        {
            return;
        }

        try
        {
            RandomAccess.Write(_file.SafeFileHandle, MemoryMarshal.AsBytes(copy), 0);
            _failed = false;
        }
        catch (Exception error)
        {
            // Losing these notes costs at most one more repetition of a message that kills the gateway.
            if (!_failed)
            {
                Log.NotesFailed(_logger, error.Message);
            }

            _failed = true;
        }
    }
}
