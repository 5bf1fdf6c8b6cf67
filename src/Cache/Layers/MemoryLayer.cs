using System.Diagnostics.CodeAnalysis;
using Relevo.Cache.Eviction;

namespace Relevo.Cache.Layers;

/// <summary>
/// Values in memory, bounded by entries and bytes; what is least used goes first (see <see cref="EvictionOrder"/>). Safe
/// from any thread: a look that finds takes no lock and allocates nothing, writers take turns. Times are measured on a clock
/// that only goes forward, so a jump of the wall clock expires nothing.
/// </summary>
public sealed class MemoryLayer
{
    // Entry 112, bucket 16 and headers of key and value 2 x 24; measured over a million entries.
    private const int EntryBytes = 176;

    // More than the one that a write adds: what nobody asks for any more is met, however many are written.
    private const int TurnsPerWrite = 4;

    private readonly Lock _gate = new();
    private readonly EntryTable _byKey;
    private readonly EvictionOrder _order;
    private readonly LifePlan _lives;
    private readonly TimeProvider _time;
    private int _count;
    private long _bytes;
    private long _evicted;
    private long _expired;

    /// <summary>Creates an empty layer.</summary>
    public MemoryLayer(CacheOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        MaxEntries = options.MaxEntries;
        MaxBytes = options.MaxBytes;
        _byKey = new EntryTable(Math.Min(MaxEntries, MaxBytes / EntryBytes));
        _order = new EvictionOrder(MaxEntries, MaxBytes);
        _time = CoarseTime.InPlaceOf(time);
        _lives = new LifePlan(options, _time);
    }

    /// <summary>Most entries held.</summary>
    public int MaxEntries { get; }

    /// <summary>Most bytes held.</summary>
    public long MaxBytes { get; }

    /// <summary>Entries held, stale ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes held: the sum over the entries held, each as it was measured when it was kept.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Entries that went for want of room, since the start.</summary>
    public long Evicted => Volatile.Read(ref _evicted);

    /// <summary>Entries that went because their time was over, since the start.</summary>
    public long Expired => Volatile.Read(ref _expired);

    /// <summary>What the times to live of values kept from now on are multiplied by, 1 to 12.</summary>
    public double LifeFactor
    {
        get => _lives.Factor;
        set => _lives.Factor = value;
    }

    /// <summary>Looks a value up, and marks it as used.</summary>
    public Freshness Find<T>(string key, [MaybeNull] out T value)
    {
        if (_byKey.TryFind(key, out var entry) && entry.TryRead(out value))
        {
            var now = _time.GetTimestamp();
            if (now < entry.FreshUntil)
            {
                entry.Touch();
                return Freshness.Fresh;
            }

            if (now < entry.StaleUntil)
            {
                entry.Touch();
                return Freshness.Stale;
            }

            TryExpire(entry);
        }

        value = default;
        return Freshness.Missing;
    }

    /// <summary>Keeps a value. One that is larger than the whole layer is not kept.</summary>
    /// <param name="key">From <see cref="CacheKeys.Of"/>.</param>
    /// <param name="value">Not null.</param>
    /// <param name="life">How long it is good; the time to live is lengthened by <see cref="LifeFactor"/> and shortened by the jitter.</param>
    /// <param name="bytes">Size of the value, not negative; for a string it may be left out.</param>
    public void Set<T>(string key, T value, CacheLife life, long bytes = 0)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var now = _time.GetTimestamp();
        var (freshUntil, staleUntil) = _lives.From(now, key, life);
        var size = Math.Min(value is string text ? 2L * text.Length : bytes, MaxBytes); // Too large is too large, and cannot overflow.
        var entry = new MemoryEntry<T>(value)
        {
            Key = key,
            Hash = EntryTable.HashOf(key),
            Bytes = EntryBytes + (2L * key.Length) + size,
            FreshUntil = freshUntil,
            StaleUntil = staleUntil,
        };
        lock (_gate)
        {
            ExpireInTurn_NeedsGate(TurnsPerWrite, now);
            Set_NeedsGate(entry, now);
            Publish_NeedsGate();
        }
    }

    /// <summary>Treats a stale value as fresh for a while, within its stale time, so that failing loads are not tried on each look.</summary>
    public void Rest(string key, TimeSpan span)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            // Only if it is still the stale one: a value that landed meanwhile keeps its own time.
            if (_byKey.TryFind(key, out var entry) && now >= entry.FreshUntil)
            {
                entry.FreshUntil = Math.Min(_lives.After(now, span, 1), entry.StaleUntil);
            }
        }
    }

    /// <summary>Forgets a value.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key)
    {
        lock (_gate)
        {
            if (!_byKey.TryFind(key, out var entry))
            {
                return false;
            }

            Remove_NeedsGate(entry);
            Publish_NeedsGate();
            return true;
        }
    }

    /// <summary>
    /// Forgets every value that was there when this was called and whose key is meant by the pattern. Walks over all keys
    /// without a lock, so neither readers nor writers wait; what is kept while it walks may stay.
    /// </summary>
    /// <param name="pattern"><c>*</c> stands for any characters or none.</param>
    /// <returns>How many there were.</returns>
    public int RemoveWhere(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var wanted = new KeyPattern(pattern);
        if (wanted.IsOneKey)
        {
            return Remove(pattern) ? 1 : 0;
        }

        var removed = 0;
        foreach (var entry in _byKey.Walk())
        {
            if (wanted.IsMatch(entry.Key) && Remove(entry.Key))
            {
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Forgets every value whose time to live is over and that was kept for want of a better one.</summary>
    /// <returns>How many.</returns>
    public int RemoveStale()
    {
        var now = _time.GetTimestamp();
        var removed = 0;
        foreach (var entry in _byKey.Walk())
        {
            if (now >= entry.FreshUntil && Remove(entry.Key))
            {
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Drops what is over among the next so many entries in turn. Writes do so by themselves; this is for quiet times.</summary>
    public void ExpireInTurn(int turns)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            ExpireInTurn_NeedsGate(turns, now);
            Publish_NeedsGate();
        }
    }

    private void Set_NeedsGate(MemoryEntry entry, long now)
    {
        if (entry.Bytes > MaxBytes)
        {
            if (_byKey.TryFind(entry.Key, out var outdated))
            {
                Remove_NeedsGate(outdated);
            }
        }
        else if (_byKey.TryFind(entry.Key, out var old))
        {
            _order.Remove(old); // But not from the table: whoever looks meanwhile finds the old value or the new one.
            MakeRoom_NeedsGate(entry.Bytes, now);
            _order.AddAfter(old, entry);
            _byKey.Replace(old, entry);
        }
        else
        {
            MakeRoom_NeedsGate(entry.Bytes, now);
            _order.Add(entry);
            _byKey.Add(entry);
        }
    }

    private void MakeRoom_NeedsGate(long bytes, long now)
    {
        while (_order.Count >= MaxEntries || _order.Bytes > MaxBytes - bytes)
        {
            var next = _order.Next(now);
            Remove_NeedsGate(next);
            if (now >= next.StaleUntil)
            {
                _expired++;
            }
            else
            {
                _order.Evicted(next);
                _evicted++;
            }
        }
    }

    // Readers do not wait: whoever holds the gate drops it sooner or later, by a write to its key or in turn.
    private void TryExpire(MemoryEntry entry)
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (_byKey.TryFind(entry.Key, out var held) && ReferenceEquals(held, entry))
            {
                Remove_NeedsGate(entry);
                _expired++;
                Publish_NeedsGate();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void ExpireInTurn_NeedsGate(int turns, long now)
    {
        for (var turn = 0; turn < turns && _order.Turn() is { } entry; turn++)
        {
            if (now >= entry.StaleUntil)
            {
                Remove_NeedsGate(entry);
                _expired++;
            }
        }
    }

    private void Remove_NeedsGate(MemoryEntry entry)
    {
        _order.Remove(entry);
        _byKey.Remove(entry);
    }

    private void Publish_NeedsGate()
    {
        Volatile.Write(ref _count, _order.Count);
        Volatile.Write(ref _bytes, _order.Bytes);
    }
}
