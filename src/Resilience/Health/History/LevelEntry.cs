namespace Relevo.Resilience.Health.History;

/// <summary>One change of the level.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level after.</param>
/// <param name="Reasons">What was wrong, in plain words; <c>none</c> after a recovery.</param>
public sealed record LevelEntry(DateTimeOffset AtUtc, HealthLevel From, HealthLevel To, string Reasons);
