using System.Collections.Concurrent;

namespace Relevo.Wire.Roles;

/// <summary>What came to the application since it was last told to begin anew. Safe from any thread.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<ulong, SeenNumbers> _seen = new();
    private long _count;
    private long _unique;
    private long _repeated;
    private long _lastTicks;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Microseconds from accepting an event to its arrival.</summary>
    public Histogram Delays { get; } = new();

    public void Saw(DateTime now, MessageNumber? number)
    {
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _lastTicks, now.Ticks);
        if (number is { } known)
        {
            var isNew = _seen.GetOrAdd(known.Source, static _ => new SeenNumbers()).Add(known.Counter);
            Interlocked.Increment(ref isNew ? ref _unique : ref _repeated);
        }
    }

    public AppStats Read() => new(
        Count,
        Volatile.Read(ref _unique),
        Volatile.Read(ref _repeated),
        (Volatile.Read(ref _lastTicks) - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond,
        Delays.Percentile(0.50) / 1000.0,
        Delays.Percentile(0.99) / 1000.0,
        Delays.Percentile(1) / 1000.0);
}
