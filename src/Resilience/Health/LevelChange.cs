namespace Relevo.Resilience.Health;

/// <summary>The level changed.</summary>
/// <param name="From">The level before.</param>
/// <param name="To">The level in force now.</param>
/// <param name="Snapshot">What was known when it changed.</param>
public sealed record LevelChange(HealthLevel From, HealthLevel To, HealthSnapshot Snapshot);
