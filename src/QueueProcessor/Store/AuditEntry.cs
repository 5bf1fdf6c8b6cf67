namespace Relevo.QueueProcessor.Store;

/// <summary>One action of an operator.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Actor">Name of the API key that did it.</param>
/// <param name="Action">What was done (<c>deadletters.retry</c>).</param>
/// <param name="Target">To what: an id, or a count.</param>
/// <param name="Result">How it ended.</param>
public sealed record AuditEntry(DateTimeOffset AtUtc, string Actor, string Action, string Target, string Result);
