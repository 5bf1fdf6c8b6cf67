using Relevo.Resilience.Health;

namespace Relevo.Resilience.Degradation;

/// <summary>What somebody set by hand; it ends by itself.</summary>
/// <param name="Level">At least the restrictions of this level; <see cref="HealthLevel.Healthy"/> lifts all of them, whatever the level is.</param>
/// <param name="UntilUtc">When it ends.</param>
/// <param name="By">Who did it.</param>
public sealed record HandSetting(HealthLevel Level, DateTimeOffset UntilUtc, string By);
