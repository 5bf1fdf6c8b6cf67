using System.Collections.Concurrent;

namespace Relevo.Wire.Roles;

/// <summary>Which messages of one source came, one bit each, so that none is lost or doubled unseen. Safe from any thread.</summary>
internal sealed class SeenNumbers
{
    private const int PageBits = 1 << 20;
    private readonly ConcurrentDictionary<long, long[]> _pages = new();

    /// <summary>Notes a message.</summary>
    /// <returns>False when it came before.</returns>
    public bool Add(long counter)
    {
        var page = _pages.GetOrAdd(counter / PageBits, static _ => new long[PageBits / 64]);
        var bit = counter % PageBits;
        var mask = 1L << (int)(bit % 64);
        return (Interlocked.Or(ref page[bit / 64], mask) & mask) == 0;
    }
}
