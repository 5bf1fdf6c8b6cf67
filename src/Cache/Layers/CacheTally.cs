namespace Relevo.Cache.Layers;

/// <summary>
/// Sums of what happens with every look: each thread counts for itself, whoever reads adds up. Exact once nobody counts,
/// and never going back. Safe from any thread.
/// </summary>
internal sealed class CacheTally
{
    [ThreadStatic]
    private static ThreadTally? _last; // Of whichever cache this thread looked into last: in one process, mostly the only one.

    private readonly Lock _gate = new();
    private readonly List<ThreadTally> _all = []; // As many as there were threads at one time.

    public void Add(CacheEvent what)
    {
        var own = _last;
        if (own is null || !ReferenceEquals(own.Whole, this))
        {
            own = _last = Own();
        }

        own.Add(what);
    }

    public long Read(CacheEvent what)
    {
        lock (_gate)
        {
            return _all.Sum(each => each.Read(what));
        }
    }

    private ThreadTally Own()
    {
        var me = Thread.CurrentThread;
        lock (_gate)
        {
            // A thread that ended leaves its sums to the next that comes.
            var own = _all.Find(each => ReferenceEquals(each.Thread, me)) ?? _all.Find(each => !each.Thread.IsAlive);
            if (own is null)
            {
                own = new ThreadTally(this);
                _all.Add(own);
            }

            own.Thread = me;
            return own;
        }
    }
}
