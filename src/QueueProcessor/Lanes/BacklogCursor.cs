using Relevo.Contracts.Messages;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>Where memory and store meet for one priority of a queue. Guarded by the book's gate.</summary>
internal sealed class BacklogCursor(Priority priority)
{
    public Priority Priority => priority;

    /// <summary>Everything up to here was placed or deliberately left to its lane.</summary>
    public long Read { get; set; }

    /// <summary>Newest position that was committed while behind, and is only in the store.</summary>
    public long Seen { get; set; }

    /// <summary>True while there may be messages after <see cref="Read"/> that only the store holds.</summary>
    public bool IsBehind { get; set; }
}
