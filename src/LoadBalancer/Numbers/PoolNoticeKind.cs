namespace Relevo.LoadBalancer.Numbers;

/// <summary>What a notice of the pool is about.</summary>
public enum PoolNoticeKind
{
    /// <summary>A number failed and is left out for a while.</summary>
    Ejected = 0,

    /// <summary>A number fails and is used all the same: too many others are left out.</summary>
    Spared = 1,

    /// <summary>A number is banned, locked, disconnected or refused.</summary>
    Down = 2,

    /// <summary>A number is fully used again.</summary>
    Back = 3,

    /// <summary>A number was told to slow down.</summary>
    Throttled = 4,

    /// <summary>New contacts go beyond what numbers should take.</summary>
    CapacityExceeded = 5,

    /// <summary>An account is banned, or no longer.</summary>
    Account = 6,

    /// <summary>Messages are accepted and never acknowledged, and perhaps receipts are not wired.</summary>
    NeverAcknowledged = 7,

    /// <summary>The pool's state could not be read or saved, or can be again.</summary>
    State = 8,

    /// <summary>An operator changed something.</summary>
    ByHand = 9,

    /// <summary>A number used up what it may send today.</summary>
    DayLimit = 10,
}
