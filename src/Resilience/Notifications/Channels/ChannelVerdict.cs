namespace Relevo.Resilience.Notifications.Channels;

/// <summary>What a channel did with a message.</summary>
public enum ChannelVerdict
{
    /// <summary>It has it.</summary>
    Taken = 0,

    /// <summary>It will never take it.</summary>
    Refused = 1,

    /// <summary>It may take it later, or has it and its answer was lost.</summary>
    Again = 2,

    /// <summary>It answered, and not what was expected: perhaps it has it. Tried a few times only, as each may be one more message.</summary>
    Unknown = 3,
}
