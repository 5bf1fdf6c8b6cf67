namespace Relevo.LoadBalancer.Numbers;

/// <summary>Whether a number can be used.</summary>
public enum NumberStanding
{
    /// <summary>Yes; perhaps slowly, when it has just come back.</summary>
    Usable = 0,

    /// <summary>For conversations that are open on it, not for new ones.</summary>
    Draining = 1,

    /// <summary>Left out for a while because it failed.</summary>
    Ejected = 2,

    /// <summary>Banned, locked, disconnected or its login is refused.</summary>
    Down = 3,

    /// <summary>Receives only, has no credentials, or is unknown.</summary>
    Inactive = 4,
}
