using Relevo.Cache.Layers;

namespace Relevo.Cache.Eviction;

/// <summary>
/// Who goes first when room is needed: S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache
/// eviction", SOSP 2023). Newcomers stand in a line of a tenth of the room; who was used by the time they reach its front
/// moves to the line of the proven, who was not leaves. The proven are let back to the end of their line once per use.
/// A key that comes back soon after it was evicted is proven at once.
/// </summary>
/// <remarks>
/// Chosen over least recently used because a look only sets a counter, so it needs no lock; and because what is
/// written once and never read, as each answer kept for a repeated request, does not push out what is used all day.
/// Not safe from any thread: its owner holds the lock.
/// </remarks>
internal sealed class EvictionOrder(int maxEntries, long maxBytes)
{
    private const int NewcomersShare = 10; // One part in ten, as the paper finds best.

    // Each let by was paid for by a look, but a thousand looks can fall due in one write: then the last one looked at goes.
    private const int MostLetBy = 128;

    private readonly EntryLine _newcomers = new();
    private readonly EntryLine _proven = new();
    private readonly EvictedMarks _evicted = new();
    private MemoryEntry? _nextInTurn;

    public int Count => _newcomers.Count + _proven.Count;

    public long Bytes => _newcomers.Bytes + _proven.Bytes;

    /// <summary>Takes in an entry of a new key.</summary>
    public void Add(MemoryEntry entry)
    {
        entry.IsProven = _evicted.Take(entry.ShortHash, Depth);
        LineOf(entry).Add(entry);
    }

    /// <summary>Takes in an entry in place of one of the same key, which left before. Being written counts as being used.</summary>
    public void AddAfter(MemoryEntry old, MemoryEntry entry)
    {
        entry.IsProven = old.IsProven;
        entry.Uses = old.Uses;
        entry.Touch();
        LineOf(entry).Add(entry);
    }

    /// <summary>Lets an entry go.</summary>
    public void Remove(MemoryEntry entry)
    {
        if (ReferenceEquals(_nextInTurn, entry))
        {
            _nextInTurn = After(entry);
        }

        LineOf(entry).Remove(entry);
    }

    /// <summary>Remembers an entry that was let go for want of room.</summary>
    public void Evicted(MemoryEntry entry)
    {
        if (!entry.IsProven)
        {
            _evicted.Add(entry.ShortHash, Depth);
        }
    }

    /// <summary>Who goes next. At least one is held.</summary>
    /// <param name="now">Whose time is over goes first, if met on the way.</param>
    public MemoryEntry Next(long now)
    {
        for (var letBy = 0; ; letBy++)
        {
            var fromNewcomers = _newcomers.Count > 0 && (_proven.Count == 0 || AreNewcomersMany());
            var entry = (fromNewcomers ? _newcomers : _proven).Oldest!;
            if (entry.Uses == 0 || now >= entry.StaleUntil || letBy == MostLetBy)
            {
                return entry;
            }

            Remove(entry);
            entry.Uses = fromNewcomers ? (byte)0 : (byte)(entry.Uses - 1);
            entry.IsProven = true;
            _proven.Add(entry);
        }
    }

    /// <summary>One entry after the other, round and round, oldest first; null when none is held.</summary>
    public MemoryEntry? Turn()
    {
        var entry = _nextInTurn ?? _newcomers.Oldest ?? _proven.Oldest;
        _nextInTurn = entry is null ? null : After(entry);
        return entry;
    }

    // As many as are held: the paper remembers as many as are proven, which at the start are none.
    private int Depth => Count;

    private EntryLine LineOf(MemoryEntry entry) => entry.IsProven ? _proven : _newcomers;

    private MemoryEntry? After(MemoryEntry entry) => entry.Newer ?? (entry.IsProven ? null : _proven.Oldest);

    private bool AreNewcomersMany() =>
        _newcomers.Count > maxEntries / NewcomersShare || _newcomers.Bytes > maxBytes / NewcomersShare;
}
