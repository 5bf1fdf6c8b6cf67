namespace Relevo.Resilience.Incidents;

/// <summary>One thing that happened during an incident.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">What, in one sentence.</param>
/// <param name="By">Who did it, when it was a person.</param>
public sealed record TimelineEntry(DateTimeOffset AtUtc, TimelineKind Kind, string Text, string? By = null);
