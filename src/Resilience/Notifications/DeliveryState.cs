namespace Relevo.Resilience.Notifications;

/// <summary>How far a notice got on one way to one recipient.</summary>
public enum DeliveryState
{
    /// <summary>Not taken yet; it is tried again.</summary>
    Waiting = 0,

    /// <summary>The channel took it.</summary>
    Taken = 1,

    /// <summary>It cannot be told this way.</summary>
    Refused = 2,

    /// <summary>Nobody took it in time.</summary>
    GivenUp = 3,
}
