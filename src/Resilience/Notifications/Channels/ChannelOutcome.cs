namespace Relevo.Resilience.Notifications.Channels;

/// <summary>What came of one call.</summary>
/// <param name="Verdict">What the channel did.</param>
/// <param name="Why">Why it was not taken, for operators: no address, secret, number or text in it.</param>
/// <param name="RetryAfter">What the channel asks to wait.</param>
public sealed record ChannelOutcome(ChannelVerdict Verdict, string Why = "", TimeSpan? RetryAfter = null)
{
    /// <summary>True when the recipient may have it although nobody took it, as its answer was lost.</summary>
    public bool MayBeThere { get; init; }

    /// <summary>The channel has it.</summary>
    public static ChannelOutcome Taken { get; } = new(ChannelVerdict.Taken);

    /// <summary>It will never take it.</summary>
    public static ChannelOutcome Refused(string why) => new(ChannelVerdict.Refused, why);

    /// <summary>It may take it later.</summary>
    public static ChannelOutcome Again(string why, TimeSpan? retryAfter = null) => new(ChannelVerdict.Again, why, retryAfter);

    /// <summary>It may take it later, and perhaps has it already.</summary>
    public static ChannelOutcome Lost(string why) => new(ChannelVerdict.Again, why) { MayBeThere = true };

    /// <summary>It answered what nobody expected.</summary>
    public static ChannelOutcome Unknown(string why) => new(ChannelVerdict.Unknown, why) { MayBeThere = true };
}
