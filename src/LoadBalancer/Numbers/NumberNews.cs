namespace Relevo.LoadBalancer.Numbers;

/// <summary>What a provider says of a number or an account on its own accord.</summary>
public enum NumberNews
{
    /// <summary>The number is connected, or no longer locked.</summary>
    Up = 0,

    /// <summary>The number is not connected just now; it is left out when that lasts.</summary>
    Doubtful = 1,

    /// <summary>The number is banned or logged out.</summary>
    Down = 2,

    /// <summary>The account is no longer banned.</summary>
    AccountUp = 3,

    /// <summary>The account is banned: all its numbers are.</summary>
    AccountDown = 4,

    /// <summary>Only conversations that customers began may go on.</summary>
    BusinessInitiatedStopped = 5,

    /// <summary>New conversations are allowed again.</summary>
    BusinessInitiatedAllowed = 6,
}
