using System.Diagnostics.CodeAnalysis;

namespace Relevo.Cache.Layers;

/// <summary>
/// Values in memory, bounded by entries and bytes; the least recently used goes first. Every operation is O(1) and safe
/// from any thread. Times are measured on a clock that only goes forward, so a jump of the wall clock expires nothing.
/// </summary>
public sealed class MemoryLayer
{
    private const int EntryBytes = 160; // Dictionary slot, list node, entry and string header, measured roughly.

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<MemoryEntry>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<MemoryEntry> _byUse = new(); // First is the most recently used.
    private readonly int _maxEntries;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private long _bytes;

    /// <summary>Creates an empty layer.</summary>
    public MemoryLayer(CacheOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _maxEntries = options.MaxEntries;
        _maxBytes = options.MaxBytes;
        _time = time;
    }

    /// <summary>Entries held, stale ones included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    /// <summary>Bytes held, as estimated.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Looks a value up, and marks it as used.</summary>
    public Freshness Find<T>(string key, [MaybeNull] out T value)
    {
        value = default;
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node) || node.Value.Value is not T known)
            {
                return Freshness.Missing;
            }

            if (now >= node.Value.StaleUntil)
            {
                Remove_NeedsGate(node);
                return Freshness.Missing;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            value = known;
            return now < node.Value.FreshUntil ? Freshness.Fresh : Freshness.Stale;
        }
    }

    /// <summary>Keeps a value. One that is larger than the whole layer is not kept.</summary>
    /// <param name="key">From <see cref="CacheKeys.Of"/>.</param>
    /// <param name="value">Not null.</param>
    /// <param name="life">How long it is good.</param>
    /// <param name="bytes">Size of the value; for a string it may be left out.</param>
    public void Set<T>(string key, T value, CacheLife life, long bytes = 0)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        var freshUntil = After(_time.GetTimestamp(), life.Fresh);
        var entry = new MemoryEntry
        {
            Key = key,
            Value = value,
            Bytes = EntryBytes + (2L * key.Length) + (value is string text ? 2L * text.Length : bytes),
            FreshUntil = freshUntil,
            StaleUntil = After(freshUntil, life.Stale),
        };
        lock (_gate)
        {
            Set_NeedsGate(entry);
        }
    }

    /// <summary>Treats a stale value as fresh for a while, within its stale time, so that failing loads are not tried on each look.</summary>
    public void Rest(string key, TimeSpan span)
    {
        var until = After(_time.GetTimestamp(), span);
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                node.Value.FreshUntil = Math.Max(node.Value.FreshUntil, Math.Min(until, node.Value.StaleUntil));
            }
        }
    }

    /// <summary>Forgets a value.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                Remove_NeedsGate(node);
            }
        }
    }

    private void Set_NeedsGate(MemoryEntry entry)
    {
        if (_byKey.TryGetValue(entry.Key, out var old))
        {
            Remove_NeedsGate(old);
        }

        if (entry.Bytes > _maxBytes)
        {
            return;
        }

        _byKey[entry.Key] = _byUse.AddFirst(entry);
        _bytes += entry.Bytes;
        while (_byKey.Count > _maxEntries || _bytes > _maxBytes)
        {
            Remove_NeedsGate(_byUse.Last!);
        }
    }

    private void Remove_NeedsGate(LinkedListNode<MemoryEntry> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private long After(long timestamp, TimeSpan span)
    {
        var later = timestamp + (span.TotalSeconds * _time.TimestampFrequency);
        return later >= long.MaxValue ? long.MaxValue : (long)later;
    }
}
