namespace Relevo.LoadBalancer.Outliers;

/// <summary>Why a number is not well. Saved: values must not change.</summary>
internal enum HealthCause
{
    /// <summary>It is.</summary>
    None = 0,

    /// <summary>Its calls fail.</summary>
    Failing = 1,

    /// <summary>Its calls are not answered.</summary>
    Hanging = 2,

    /// <summary>It accepts, and nothing is heard again.</summary>
    Unacknowledged = 3,

    /// <summary>Banned or locked.</summary>
    Banned = 4,

    /// <summary>Its login is refused.</summary>
    Refused = 5,

    /// <summary>Not connected to WhatsApp.</summary>
    Disconnected = 6,
}
