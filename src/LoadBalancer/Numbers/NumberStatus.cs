namespace Relevo.LoadBalancer.Numbers;

/// <summary>A number as operators see it, at one moment.</summary>
public sealed record NumberStatus
{
    /// <summary>Our name of it.</summary>
    public required string Name { get; init; }

    /// <summary>The API that speaks for it.</summary>
    public required string Provider { get; init; }

    /// <summary>True when it is a backup by its settings.</summary>
    public bool IsBackup { get; init; }

    /// <summary>The tier it is in now: 0 is asked first, then 1. A backup that was activated is in 0.</summary>
    public int Tier { get; init; }

    /// <summary>Weight as set, by hand or else by settings.</summary>
    public int Weight { get; init; }

    /// <summary>Weight in force: less while it comes back, 0 while it takes no new contacts.</summary>
    public double EffectiveWeight { get; init; }

    /// <summary>Whether it can be used.</summary>
    public NumberStanding Standing { get; init; }

    /// <summary>Why it is not, or not fully, used; null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Contacts active in the last 24 h. Exact up to 1,024, then within about 3 %.</summary>
    public int Conversations { get; init; }

    /// <summary>Its part of the contacts of all numbers, 0 to 1.</summary>
    public double LoadShare { get; init; }

    /// <summary>Rate by settings or profile, messages per second.</summary>
    public double RateLimit { get; init; }

    /// <summary>Rate in force, messages per second; 0 while it cannot send.</summary>
    public double RateNow { get; init; }

    /// <summary>Messages that may leave at once now; below 0 when inbound messages used more than there was.</summary>
    public double RateLeft { get; init; }

    /// <summary>Messages counted against today's limit (UTC).</summary>
    public int UsedToday { get; init; }

    /// <summary>What is left of today's limit; null without one.</summary>
    public int? LeftToday { get; init; }

    /// <summary>Messages in its line.</summary>
    public int Waiting { get; init; }

    /// <summary>Calls granted or under way.</summary>
    public int InFlight { get; init; }

    /// <summary>Failed calls of the last minute.</summary>
    public int ErrorsLastMinute { get; init; }

    /// <summary>Calls that failed since the last one that did not.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Share of the messages it accepted a moment ago that were acknowledged, 0 to 1; null when there are too few.</summary>
    public double? AcknowledgedShare { get; init; }

    /// <summary>When it is tried again; null while it is used.</summary>
    public DateTimeOffset? EjectedUntil { get; init; }

    /// <summary>Until when it rests because its provider called it too fast; null while it does not.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>True when an operator drains it.</summary>
    public bool IsDrainedByHand { get; init; }

    /// <summary>True when an operator made this backup, or all of them, primaries.</summary>
    public bool IsActivatedByHand { get; init; }

    /// <summary>Weight that an operator gave; null when settings decide.</summary>
    public int? WeightByHand { get; init; }
}
