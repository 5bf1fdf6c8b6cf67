namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// How far conversations were known that are in memory no more, as long as a reader may still meet one of their messages:
/// a cursor that lags, or the writer that announces late. Guarded by the book's gate.
/// </summary>
internal sealed class EndedLanes
{
    private const int FewestToSweep = 1024;
    private readonly Dictionary<ulong, (long Known, long Number)> _lanes = [];
    private int _sweepAt = FewestToSweep;
    private long _last;

    public int Count => _lanes.Count;

    /// <summary>Number of the newest entry.</summary>
    public long Last => _last;

    /// <summary>Remembers a conversation; those that everybody has passed are swept out now and then.</summary>
    public void Add(ulong conversation, long known, long floor)
    {
        if (known <= floor)
        {
            return;
        }

        if (_lanes.Count >= _sweepAt)
        {
            Forget(long.MaxValue, floor);
            _sweepAt = Math.Max(FewestToSweep, _lanes.Count * 2);
        }

        _lanes[conversation] = (known, ++_last);
    }

    /// <summary>Position up to which a conversation was known; 0 when nobody needs to know.</summary>
    public long KnownOf(ulong conversation) => _lanes.GetValueOrDefault(conversation).Known;

    /// <summary>The same, of a conversation that comes back into memory.</summary>
    public long Take(ulong conversation) => _lanes.Remove(conversation, out var ended) ? ended.Known : 0;

    /// <summary>Forgets entries up to a number that were known no further than a position.</summary>
    public void Forget(long upToNumber, long upToKnown)
    {
        foreach (var (conversation, ended) in _lanes)
        {
            if (ended.Number <= upToNumber && ended.Known <= upToKnown)
            {
                _lanes.Remove(conversation);
            }
        }
    }
}
