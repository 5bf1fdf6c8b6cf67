namespace Relevo.QueueProcessor.Store;

/// <summary>Where a message stands.</summary>
public enum MessageState
{
    /// <summary>In a queue, or in work.</summary>
    Waiting = 0,

    /// <summary>In a queue, not before its time.</summary>
    Delayed = 1,

    /// <summary>In the dead letters.</summary>
    Parked = 2,

    /// <summary>Done.</summary>
    Completed = 3,

    /// <summary>Taken out of the dead letters by an operator.</summary>
    Dropped = 4,

    /// <summary>Expired.</summary>
    Expired = 5,

    /// <summary>Put back into its queue under a new id by an operator.</summary>
    Retried = 6,
}
