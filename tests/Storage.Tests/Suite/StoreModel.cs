using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Tests.Suite;

/// <summary>What a store should hold, as simply as it can be said.</summary>
internal sealed class StoreModel
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelMessage> _once = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, ModelMessage> _all = [];

    public IEnumerable<ModelMessage> Waiting => _all.Values.Where(message => message.State == MessageState.Waiting);

    public IEnumerable<ModelMessage> Parked => _all.Values.Where(message => message.State == MessageState.Parked);

    public IEnumerable<ModelMessage> All => _all.Values;

    /// <summary>The newest send that a provider knows under a name.</summary>
    public Dictionary<string, MessageId> Sent { get; } = new(StringComparer.Ordinal);

    public bool Knows(QueuedMessage message) => First(message) is not null || (message.DedupeKey is { } key && _keys.Contains(key));

    /// <summary>The message that came with the same once-key in the day before.</summary>
    public ModelMessage? First(QueuedMessage message) =>
        message.OnceKey is { } key && _once.TryGetValue(key, out var first) && message.ReceivedUtc - first.Message.ReceivedUtc < TimeSpan.FromHours(24) ? first : null;

    public void Add(QueuedMessage message, long position, MessageId id)
    {
        if (message.DedupeKey is { } key)
        {
            _keys.Add(key);
        }

        var state = message.ParkReason is not null ? MessageState.Parked : message.Queue.Length == 0 ? MessageState.Completed : MessageState.Waiting;
        var added = new ModelMessage(message, position, id) { State = state, Due = message.Due };
        _all.Add(position, added);
        if (message.OnceKey is { } once)
        {
            _once[once] = added;
        }
    }

    public (long Accepted, long Completed, long Dropped, long Expired, long Parked, long Delayed, string Waiting) Counts(bool sends, DateTimeOffset now)
    {
        var mine = _all.Values.Where(message => Queues.IsSend(message.Queue) == sends).ToList();
        var waiting = mine.Where(message => message.State == MessageState.Waiting).ToList();
        return (
            mine.Count,
            mine.Count(message => message.State == MessageState.Completed),
            mine.Count(message => message.State is MessageState.Dropped or MessageState.Retried),
            mine.Count(message => message.State == MessageState.Expired),
            mine.Count(message => message.State == MessageState.Parked),
            waiting.Count(message => message.Due > now),
            string.Join(' ', Enum.GetValues<Priority>().Select(priority => waiting.Count(message => message.Message.Priority == priority && message.Due <= now))));
    }
}
