using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Receipts;

/// <summary>Sends that were given up with an unknown outcome: a receipt that comes all the same takes them out of the dead letters.</summary>
internal sealed class UnknownParked
{
    /// <summary>How the reason of such a dead letter begins.</summary>
    public const string Reason = "unknown outcome: the provider may have sent it";

    /// <summary>Whether a dead letter is one.</summary>
    public static bool IsOne(MessageRecord record) => record.Reason?.StartsWith(Reason, StringComparison.Ordinal) == true;

    private const int MaxKnown = 10_000;
    private const int Page = 256;
    private readonly Lock _gate = new();
    private readonly HashSet<MessageId> _known = [];
    private readonly Queue<MessageId> _ages = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>Reads them from the dead letters.</summary>
    public void Load(IMessageStore store)
    {
        MessageId? after = null;
        while (store.ListParked(after, Page) is { Count: > 0 } page && Count < MaxKnown)
        {
            foreach (var record in page.Where(record => record.Reason?.StartsWith(Reason, StringComparison.Ordinal) == true))
            {
                Add(record.Id);
            }

            after = page[^1].Id;
        }
    }

    public void Add(MessageId id)
    {
        lock (_gate)
        {
            if (_known.Add(id))
            {
                _ages.Enqueue(id);
            }

            while (_ages.Count > MaxKnown)
            {
                _known.Remove(_ages.Dequeue());
            }
        }
    }

    public void Remove(MessageId id)
    {
        lock (_gate)
        {
            _known.Remove(id);
        }
    }

    public bool Contains(MessageId id)
    {
        lock (_gate)
        {
            return _known.Contains(id);
        }
    }
}
