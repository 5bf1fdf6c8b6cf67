namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Conversations that wait for a moment or for somebody to wake them. One timer for all; a waiting one costs nothing else.</summary>
internal sealed class Waiters : IDisposable
{
    private const int FewestToSweep = 1024;
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, long> _dueBy = []; // ticks since the beginning, on the clock that only goes forward
    private readonly PriorityQueue<ulong, long> _due = new();
    private readonly HashSet<ulong> _homeless = [];
    private readonly TimeProvider _time;
    private readonly Func<ulong, bool> _resume;
    private readonly ITimer _timer;
    private readonly long _beginning;

    /// <summary>Creates it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="resume">Lets a conversation go on; called outside of locks.</param>
    public Waiters(TimeProvider time, Func<ulong, bool> resume)
    {
        _time = time;
        _beginning = time.GetTimestamp();
        _resume = resume;
        _timer = time.CreateTimer(_ => WakeDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Conversations that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _dueBy.Count;
            }
        }
    }

    /// <summary>Entries in memory, valid or not.</summary>
    internal int Entries
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    private long Now => _time.GetElapsedTime(_beginning).Ticks;

    /// <summary>Resumes a conversation after a while, or earlier when <see cref="Wake"/> asks for it.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="wait">How long; what is over already is resumed at once.</param>
    /// <param name="isHomeless">Whether it waits for a number to come back.</param>
    public void Add(ulong conversation, TimeSpan wait, bool isHomeless = false)
    {
        lock (_gate)
        {
            Sweep_NeedsGate();
            var due = Now + wait.Ticks;
            _dueBy[conversation] = due;
            _due.Enqueue(conversation, due);
            if (isHomeless)
            {
                _homeless.Add(conversation);
            }

            if (_due.TryPeek(out _, out var first) && first == due)
            {
                Arm_NeedsGate(due);
            }
        }
    }

    /// <summary>Resumes a conversation now.</summary>
    public void Wake(ulong conversation)
    {
        lock (_gate)
        {
            _homeless.Remove(conversation);
            if (!_dueBy.Remove(conversation))
            {
                return;
            }
        }

        _resume(conversation);
    }

    /// <summary>A number can send again: everybody who waits for one looks again.</summary>
    public void WakeHomeless()
    {
        ulong[] all;
        lock (_gate)
        {
            all = [.. _homeless];
        }

        foreach (var conversation in all)
        {
            Wake(conversation);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void WakeDue()
    {
        var now = Now;
        while (TryTakeDue(now, out var conversation))
        {
            Wake(conversation);
        }
    }

    // An entry is stale when its conversation was woken since, or waits for another moment.
    private bool TryTakeDue(long now, out ulong conversation)
    {
        lock (_gate)
        {
            while (_due.TryPeek(out conversation, out var due))
            {
                if (due > now)
                {
                    Arm_NeedsGate(due);
                    return false;
                }

                _due.Dequeue();
                if (_dueBy.TryGetValue(conversation, out var valid) && valid == due)
                {
                    return true;
                }
            }

            return false;
        }
    }

    // Who is woken early leaves an entry behind; with news by the minute that would be many.
    private void Sweep_NeedsGate()
    {
        if (_due.Count < FewestToSweep + (2 * _dueBy.Count))
        {
            return;
        }

        _due.Clear();
        _due.EnqueueRange(_dueBy.Select(each => (each.Key, each.Value)));
    }

    private void Arm_NeedsGate(long due)
    {
        var wait = TimeSpan.FromTicks(due - Now);
        _timer.Change(wait < Soonest ? Soonest : wait > Longest ? Longest : wait, Timeout.InfiniteTimeSpan);
    }
}
