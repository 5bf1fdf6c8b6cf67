using System.Collections.Concurrent;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>Every event of a run with every answer to it, kept outside the gateway's reach.</summary>
internal sealed class History(ulong seed)
{
    private readonly ConcurrentQueue<SentEvent> _events = new();
    private readonly ConcurrentDictionary<int, int> _lengths = new();
    private long _sequence;

    public ulong Seed { get; } = seed;

    public IReadOnlyCollection<SentEvent> Events => _events;

    /// <summary>Events that have had their 200.</summary>
    public int AcceptedCount => _events.Count(item => item.FirstOk != 0);

    /// <summary>Attempts that began after a moment, as far as they are over.</summary>
    public IReadOnlyList<Attempt> AttemptsSince(long moment) =>
        [.. _events.SelectMany(item => item.Answered()).Where(attempt => attempt.Begin > moment)];

    /// <summary>The next event of a conversation.</summary>
    public SentEvent Add(int conversation, long intended)
    {
        var place = _lengths.AddOrUpdate(conversation, 0, static (_, last) => last + 1);
        var item = new SentEvent(new EventId(1, Interlocked.Increment(ref _sequence)), conversation, place, intended);
        _events.Enqueue(item);
        return item;
    }
}
