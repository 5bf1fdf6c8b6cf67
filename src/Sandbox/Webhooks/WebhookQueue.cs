using System.Threading.Channels;

namespace Relevo.Sandbox.Webhooks;

/// <summary>Webhooks that wait: for their time, or for a poster. Holds so many works and no more. Safe from any thread.</summary>
internal sealed class WebhookQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<WebhookWork, (long Due, long Order)> _later = new();
    private readonly Channel<WebhookWork> _ready = Channel.CreateUnbounded<WebhookWork>(); // bounded by the count of works
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly int _most;
    private long _armed = long.MaxValue;
    private long _order;
    private int _count;
    private bool _closed;

    public WebhookQueue(int most, TimeProvider time)
    {
        _most = most;
        _time = time;
        _timer = time.CreateTimer(static queue => ((WebhookQueue)queue!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Works that are not at their end.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Works whose time has come.</summary>
    public ChannelReader<WebhookWork> Ready => _ready.Reader;

    /// <summary>Takes a new work, unless it is full.</summary>
    public bool TryAdd(WebhookWork work, long due)
    {
        if (work.IsCounted && Interlocked.Increment(ref _count) > _most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        Schedule(work, due);
        return true;
    }

    /// <summary>Puts a work that it has already where it belongs.</summary>
    public void Schedule(WebhookWork work, long due)
    {
        if (due <= _time.GetTimestamp())
        {
            _ready.Writer.TryWrite(work);
            return;
        }

        lock (_gate)
        {
            if (!_closed)
            {
                _later.Enqueue(work, (due, _order++));
                Arm_NeedsGate();
            }
        }
    }

    /// <summary>Forgets a work that is at its end.</summary>
    public void Finish(WebhookWork work)
    {
        if (work.IsCounted)
        {
            Interlocked.Decrement(ref _count);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _later.Clear();
        }

        _ready.Writer.TryComplete();
        _timer.Dispose();
    }

    private void Wake()
    {
        lock (_gate)
        {
            _armed = long.MaxValue;
            var now = _time.GetTimestamp();
            while (_later.TryPeek(out _, out var next) && next.Due <= now)
            {
                _ready.Writer.TryWrite(_later.Dequeue());
            }

            Arm_NeedsGate();
        }
    }

    private void Arm_NeedsGate()
    {
        if (_closed || !_later.TryPeek(out _, out var next) || next.Due >= _armed)
        {
            return;
        }

        _armed = next.Due;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), next.Due);

        // Timers count whole milliseconds, and one that fires early finds nothing due.
        _timer.Change(wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
