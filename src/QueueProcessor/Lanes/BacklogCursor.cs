using Relevo.Contracts.Messages;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>Where memory and store meet for one priority of a queue. Guarded by the book's gate.</summary>
internal sealed class BacklogCursor(Priority priority)
{
    public Priority Priority => priority;

    /// <summary>Everything up to here was placed or deliberately left to its lane.</summary>
    public long Read { get; set; }

    /// <summary>Newest position that was committed while behind, and is only in the store.</summary>
    public long Seen { get; private set; }

    /// <summary>True while there may be messages after <see cref="Read"/> that only the store holds.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Nothing was read yet of what was committed up to a position.</summary>
    public static BacklogCursor At(Priority priority, long tail) => new(priority) { IsBehind = true, Seen = tail };

    /// <summary>A message that was just committed stays in the store for now; all before it were placed when this did not lag before.</summary>
    public void FallBehind(long position)
    {
        Read = IsBehind ? Read : position - 1;
        IsBehind = true;
        Seen = position;
    }

    /// <summary>Everything up to a position was read: live messages may follow when none came meanwhile.</summary>
    public void CaughtUp(long upTo)
    {
        Read = Math.Max(Read, upTo);
        IsBehind = Seen > Read;
    }
}
