using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Relevo.Sandbox.Records;

/// <summary>Every call that reached the sandbox, the newest of them kept. Safe from any thread.</summary>
public sealed class SandboxRecords
{
    private const int FirstRoom = 1_024;
    private const int FollowerRoom = 10_000;

    private readonly Lock _gate = new();
    private readonly int _most;
    private readonly List<RecordWaiter> _waiters = [];
    private readonly List<ChannelWriter<SandboxSend>> _followers = [];
    private SandboxSend[] _kept;
    private int _first;
    private int _length;
    private RecordCounts _counts;
    private long _lost;

    internal SandboxRecords(int most)
    {
        _most = most;
        _kept = new SandboxSend[Math.Min(most, FirstRoom)];
    }

    /// <summary>Calls since the start, those whose record is gone included.</summary>
    public long Count => Counts.Total;

    /// <summary>How many there were of each kind since the start.</summary>
    public RecordCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    /// <summary>Records that slow followers did not get.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The kept records in the order of arrival.</summary>
    public IReadOnlyList<SandboxSend> Snapshot()
    {
        lock (_gate)
        {
            var all = new SandboxSend[_length];
            for (var i = 0; i < _length; i++)
            {
                all[i] = At_NeedsGate(i);
            }

            return all;
        }
    }

    /// <summary>Waits until so many calls have arrived since the start.</summary>
    public Task WaitForAsync(long count, CancellationToken stop) =>
        WaitAsync(new RecordWaiter(_ => false, 0, count), stop);

    /// <summary>Waits for a record, one that is kept already included.</summary>
    /// <returns>The first that fits.</returns>
    public async Task<SandboxSend> WaitForAsync(Func<SandboxSend, bool> predicate, CancellationToken stop) =>
        (await WaitForAsync(predicate, 1, stop))[0];

    /// <summary>Waits for so many records, those that are kept already included.</summary>
    /// <returns>The first of them that fit, in the order of arrival.</returns>
    public Task<IReadOnlyList<SandboxSend>> WaitForAsync(Func<SandboxSend, bool> predicate, int count, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return WaitAsync(new RecordWaiter(predicate, count, long.MaxValue), stop);
    }

    /// <summary>Every record from now on. One who falls 10,000 behind loses the oldest.</summary>
    public async IAsyncEnumerable<SandboxSend> FollowAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var options = new BoundedChannelOptions(FollowerRoom) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        var channel = Channel.CreateBounded<SandboxSend>(options, _ => Interlocked.Increment(ref _lost));
        lock (_gate)
        {
            _followers.Add(channel.Writer);
        }

        try
        {
            await foreach (var send in channel.Reader.ReadAllAsync(stop))
            {
                yield return send;
            }
        }
        finally
        {
            lock (_gate)
            {
                _followers.Remove(channel.Writer);
            }
        }
    }

    internal void Add(SandboxSend send)
    {
        lock (_gate)
        {
            _counts = _counts.With(send);
            send.Sequence = _counts.Total;
            Keep_NeedsGate(send);
            _waiters.RemoveAll(waiter => waiter.Look(send, _counts.Total));
            foreach (var follower in _followers)
            {
                follower.TryWrite(send);
            }
        }
    }

    private async Task<IReadOnlyList<SandboxSend>> WaitAsync(RecordWaiter waiter, CancellationToken stop)
    {
        lock (_gate)
        {
            var done = waiter.Look(send: null, _counts.Total);
            for (var i = 0; i < _length && !done; i++)
            {
                done = waiter.Look(At_NeedsGate(i), _counts.Total);
            }

            if (!done)
            {
                _waiters.Add(waiter);
            }
        }

        try
        {
            return await waiter.Found.WaitAsync(stop);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    private SandboxSend At_NeedsGate(int index) => _kept[(_first + index) % _kept.Length];

    private void Keep_NeedsGate(SandboxSend send)
    {
        if (_length == _kept.Length && _length < _most)
        {
            var larger = new SandboxSend[Math.Min(_most, _kept.Length * 2)];
            for (var i = 0; i < _length; i++)
            {
                larger[i] = At_NeedsGate(i);
            }

            (_kept, _first) = (larger, 0);
        }

        if (_length < _kept.Length)
        {
            _kept[(_first + _length++) % _kept.Length] = send;
            return;
        }

        _kept[_first] = send;
        _first = (_first + 1) % _kept.Length;
    }
}
