using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>One conversation in memory: its next messages, and where to go on reading in the store. Guarded by the book's gate.</summary>
internal sealed class Lane(ulong conversation, string number)
{
    public ulong Conversation => conversation;

    public string Number => number;

    /// <summary>The next messages in order. A head without payload waits in the store until it is due or fetched.</summary>
    public Queue<QueuedMessage> Messages { get; } = new(2);

    /// <summary>Its head is in work.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Its head may not be tried yet.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>The reader was asked to fetch for it.</summary>
    public bool IsFetching { get; set; }

    /// <summary>Number of its valid entry among the ready lanes; 0 when it is not ready, negative among the suspects.</summary>
    public long Ticket { get; set; }

    /// <summary>Class under which it is ready.</summary>
    public int ReadyClass { get; set; }

    /// <summary>The most urgent class of what it held so far.</summary>
    public int Class { get; set; } = PriorityClass.Low;

    /// <summary>First position that was left in the store because memory was taken; 0 when none was.</summary>
    public long SkippedFrom { get; private set; }

    /// <summary>Last position that was left in the store.</summary>
    public long SkippedTo { get; private set; }

    public bool HasSkipped => SkippedFrom > 0;

    /// <summary>Leaves a message in the store until the lane asks for it.</summary>
    public void Skip(QueuedMessage message)
    {
        SkippedFrom = HasSkipped ? Math.Min(SkippedFrom, message.Position) : message.Position;
        SkippedTo = Math.Max(SkippedTo, message.Position);
        Class = Math.Min(Class, PriorityClass.Of(message.Priority));
    }

    /// <summary>The range of what was skipped is in memory up to a position.</summary>
    public void Fetched(long upTo) => (SkippedFrom, SkippedTo) = upTo >= SkippedTo ? (0, 0) : (upTo + 1, SkippedTo);

    /// <summary>The most urgent class that waits in it.</summary>
    public int Urgency()
    {
        var best = PriorityClass.Low;
        foreach (var message in Messages)
        {
            best = Math.Min(best, PriorityClass.Of(message.Priority));
        }

        return best;
    }
}
