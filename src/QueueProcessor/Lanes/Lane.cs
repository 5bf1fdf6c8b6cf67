using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>One conversation in memory: its next messages, and where to go on reading in the store. Guarded by the book's gate.</summary>
internal sealed class Lane(ulong conversation, string number)
{
    public ulong Conversation => conversation;

    public string Number => number;

    /// <summary>The next messages in order. A head without payload waits in the store until it is due.</summary>
    public Queue<QueuedMessage> Messages { get; } = new(2);

    /// <summary>Its head is in work.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Number of its valid entry among the ready lanes; 0 when it is not ready.</summary>
    public long Ticket { get; set; }

    /// <summary>Class under which it is ready.</summary>
    public int ReadyClass { get; set; }

    /// <summary>The reader was asked to fetch for it.</summary>
    public bool IsFetching { get; set; }

    /// <summary>When the head may be tried again; default is now.</summary>
    public DateTimeOffset ResumeAt { get; set; }

    /// <summary>First position that was left in the store because memory was taken; 0 when none was.</summary>
    public long SkippedFrom { get; set; }

    /// <summary>Last position that was left in the store.</summary>
    public long SkippedTo { get; set; }

    public bool HasSkipped => SkippedFrom > 0;

    public bool IsEmpty => Messages.Count == 0 && !HasSkipped && !IsBusy;

    public void Skip(long from, long to)
    {
        SkippedFrom = HasSkipped ? Math.Min(SkippedFrom, from) : from;
        SkippedTo = Math.Max(SkippedTo, to);
    }

    public void ClearSkipped()
    {
        SkippedFrom = 0;
        SkippedTo = 0;
    }
}
