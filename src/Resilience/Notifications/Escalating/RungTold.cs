namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>A rung was told.</summary>
/// <param name="Rung">Its name.</param>
/// <param name="AtUtc">When.</param>
public sealed record RungTold(string Rung, DateTimeOffset AtUtc);
