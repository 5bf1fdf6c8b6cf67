using Relevo.Cache.Layers;

namespace Relevo.Cache.Eviction;

/// <summary>Entries in a line, first come first out, each of which can leave from the middle. Its owner holds the lock.</summary>
internal sealed class EntryLine
{
    private MemoryEntry? _newest;

    public MemoryEntry? Oldest { get; private set; }

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Puts an entry that stands in no line at the end of this one.</summary>
    public void Add(MemoryEntry entry)
    {
        entry.Older = _newest;
        entry.Newer = null;
        if (_newest is null)
        {
            Oldest = entry;
        }
        else
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        Count++;
        Bytes += entry.Bytes;
    }

    /// <summary>Takes out an entry that stands in this line.</summary>
    public void Remove(MemoryEntry entry)
    {
        if (entry.Older is null)
        {
            Oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }

        entry.Older = null; // So that one that a slow reader still holds does not hold its neighbours.
        entry.Newer = null;
        Count--;
        Bytes -= entry.Bytes;
    }
}
