using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>What the provider was promised and what the application got; it alone judges, from both ends.</summary>
internal sealed class DemoLedger(TimeProvider time)
{
    private readonly ConcurrentDictionary<(int Conversation, int Number), long> _posted = new();
    private readonly ConcurrentDictionary<int, int> _promised = new();
    private readonly ConcurrentDictionary<int, int> _last = new();
    private readonly LatencyHistogram _accept = new();
    private readonly LatencyHistogram _way = new();
    private Counters _counters;

    /// <summary>The provider begins to post a message.</summary>
    public void Posting(int conversation, int number) => _posted.TryAdd((conversation, number), time.GetTimestamp());

    /// <summary>The gateway answered 200. A message that was promised before must be recognised when it comes again.</summary>
    public void Accepted(int conversation, int number, long since, bool isDuplicate)
    {
        _accept.Add(time.GetElapsedTime(since));
        if (number > _promised.GetValueOrDefault(conversation))
        {
            _promised[conversation] = number;
            Interlocked.Increment(ref _counters.Accepted);
        }
        else
        {
            Interlocked.Increment(ref isDuplicate ? ref _counters.Duplicates : ref _counters.TakenTwice);
        }
    }

    public void Refused() => Interlocked.Increment(ref _counters.Refused);

    public void Replied() => Interlocked.Increment(ref _counters.Replies);

    /// <summary>The gateway took sends from the application.</summary>
    public void Taken(int count) => Interlocked.Add(ref _counters.Taken, count);

    public void Forged() => Interlocked.Increment(ref _counters.Forged);

    /// <summary>The application got a message. The provider posts a conversation one by one, so the next is always one more.</summary>
    public void Delivered(int conversation, int number)
    {
        var last = _last.GetOrAdd(conversation, 0);
        if (number <= last)
        {
            Interlocked.Increment(ref _counters.Repeats); // At least once: allowed, and counted.
            return;
        }

        _last[conversation] = number;
        Interlocked.Increment(ref _counters.Delivered);
        if (number != last + 1)
        {
            Interlocked.Increment(ref _counters.OutOfOrder);
        }

        if (_posted.TryRemove((conversation, number), out var posted))
        {
            _way.Add(time.GetElapsedTime(posted));
        }
    }

    public DemoFigures Read() => new(
        Interlocked.Read(ref _counters.Accepted),
        Interlocked.Read(ref _counters.Delivered),
        _promised.Sum(p => Math.Max(0L, p.Value - _last.GetValueOrDefault(p.Key))),
        Interlocked.Read(ref _counters.Duplicates),
        Interlocked.Read(ref _counters.Refused),
        Interlocked.Read(ref _counters.Replies),
        Interlocked.Read(ref _counters.Taken),
        Interlocked.Read(ref _counters.Repeats),
        Interlocked.Read(ref _counters.OutOfOrder),
        Interlocked.Read(ref _counters.TakenTwice),
        Interlocked.Read(ref _counters.Forged),
        _accept.Quantile(0.5),
        _accept.Quantile(0.99),
        _way.Quantile(0.99));

    [StructLayout(LayoutKind.Auto)]
    private struct Counters
    {
        public long Accepted;
        public long Delivered;
        public long Duplicates;
        public long Refused;
        public long Replies;
        public long Taken;
        public long Repeats;
        public long OutOfOrder;
        public long TakenTwice;
        public long Forged;
    }
}
