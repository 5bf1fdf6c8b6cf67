namespace Relevo.Providers.Sending;

/// <summary>What a provider says of a number of ours. That it is healthy is necessary for sending, not sufficient.</summary>
public enum NumberCondition
{
    /// <summary>No answer, or one that says nothing about the number.</summary>
    Unknown = 0,

    /// <summary>It can send, as far as the provider knows.</summary>
    Healthy = 1,

    /// <summary>It cannot send now: blocked, deleted, or its connection to WhatsApp is gone.</summary>
    Down = 2,

    /// <summary>The credential is refused.</summary>
    AuthBroken = 3,
}
