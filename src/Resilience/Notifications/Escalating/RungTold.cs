using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>A rung was told.</summary>
/// <param name="Rung">Its name.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Level">The level it was told; null in records of earlier versions.</param>
public sealed record RungTold(string Rung, DateTimeOffset AtUtc, HealthLevel? Level = null);
