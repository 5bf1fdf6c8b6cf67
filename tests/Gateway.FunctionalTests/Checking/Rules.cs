namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>Names of what the checker watches.</summary>
internal static class Rules
{
    /// <summary>C1: an event was answered 200 and is neither delivered nor parked.</summary>
    public const string Loss = "loss";

    /// <summary>C2: an event was delivered that nobody sent.</summary>
    public const string Phantom = "phantom";

    /// <summary>C2: an event was delivered that had been refused for good.</summary>
    public const string Rejected = "rejected-but-delivered";

    /// <summary>C3: an event came again though its delivery was accepted and no crash was near.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>C3: more repeats than can have been in flight.</summary>
    public const string TooManyDuplicates = "too-many-duplicates";

    /// <summary>C3: an event has two ids of ours, so it was stored twice.</summary>
    public const string StoredTwice = "stored-twice";

    /// <summary>C4: a delivery is not what was sent.</summary>
    public const string Altered = "altered";

    /// <summary>C5: an event overtook an earlier one of its conversation.</summary>
    public const string Order = "order";

    /// <summary>A delivery was not signed, or its envelope is wrong.</summary>
    public const string Envelope = "envelope";

    /// <summary>Deliveries had not come to rest.</summary>
    public const string NotDrained = "not-drained";
}
