namespace Relevo.Storage.Sqlite;

/// <summary>
/// The keys of the newest messages, exact, in memory: an open-addressing table of fixed size that never moves, so that no
/// growth ever stalls the writer. Filled to its capacity it is sealed and a new one begun. Used by the writer's thread only.
/// </summary>
internal sealed class RecentKeys
{
    private readonly UInt128[] _slots;
    private readonly int _mask;

    public RecentKeys(int capacity)
    {
        Capacity = capacity;
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 2); // at most half full: short probes
        _slots = new UInt128[size];
        _mask = size - 1;
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public bool IsFull => Count >= Capacity;

    public bool Contains(UInt128 key)
    {
        for (var i = (int)(ulong)key & _mask; ; i = (i + 1) & _mask)
        {
            var found = _slots[i];
            if (found == key)
            {
                return true;
            }

            if (found == 0)
            {
                return false;
            }
        }
    }

    /// <summary>Adds a key that is not there.</summary>
    public void Add(UInt128 key)
    {
        if (Count >= _mask)
        {
            throw new InvalidOperationException("The table is full; it had to be sealed before.");
        }

        var i = (int)(ulong)key & _mask;
        while (_slots[i] != 0)
        {
            i = (i + 1) & _mask;
        }

        _slots[i] = key;
        Count++;
    }
}
