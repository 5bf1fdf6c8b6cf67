namespace Relevo.QueueProcessor.Lanes;

/// <summary>What happens to a message that is met in the backlog.</summary>
internal enum BacklogVerdict
{
    /// <summary>Its payload is fetched and it is placed.</summary>
    Wanted = 0,

    /// <summary>Its lane reads it later.</summary>
    Skipped = 1,

    /// <summary>The window is full: reading goes on from here when lanes have drained.</summary>
    NoRoom = 2,
}
