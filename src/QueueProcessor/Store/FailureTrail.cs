namespace Relevo.QueueProcessor.Store;

/// <summary>Failures of a message of which it is not known yet whether they are its own fault. Kept in memory only.</summary>
/// <param name="Unproven">How many.</param>
/// <param name="Last">When it last failed, proven or not.</param>
/// <param name="Answer">What came back then.</param>
public sealed record FailureTrail(int Unproven, DateTimeOffset Last, string Answer);
