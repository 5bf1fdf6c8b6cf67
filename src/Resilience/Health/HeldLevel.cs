namespace Relevo.Resilience.Health;

/// <summary>A level that stays in force although what is known now asks for a better one.</summary>
/// <param name="Judged">The level that is asked for.</param>
/// <param name="SinceUtc">Since when nothing bad was seen.</param>
/// <param name="UntilUtc">When it ends, if nothing bad is seen meanwhile.</param>
public sealed record HeldLevel(HealthLevel Judged, DateTimeOffset SinceUtc, DateTimeOffset UntilUtc);
