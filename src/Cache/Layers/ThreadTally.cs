namespace Relevo.Cache.Layers;

/// <summary>What one thread counted. Only that thread adds, so nothing needs to be locked for it; anyone may read.</summary>
internal sealed class ThreadTally(CacheTally whole)
{
    private const int Kinds = 5;

    // Only the middle is used, so that no other thread's sums share a cache line with these.
    private const int Margin = 16;

    private readonly long[] _sums = new long[Margin + Kinds + Margin];

    /// <summary>What it is a part of.</summary>
    public CacheTally Whole => whole;

    /// <summary>Who counts here.</summary>
    public Thread Thread { get; set; } = Thread.CurrentThread;

    public void Add(CacheEvent what)
    {
        ref var sum = ref _sums[Margin + (int)what];
        Volatile.Write(ref sum, sum + 1);
    }

    public long Read(CacheEvent what) => Volatile.Read(ref _sums[Margin + (int)what]);
}
