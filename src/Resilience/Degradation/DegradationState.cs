using Relevo.Resilience.Health;

namespace Relevo.Resilience.Degradation;

/// <summary>What is restricted, and why.</summary>
/// <param name="Restriction">What is in force.</param>
/// <param name="Level">The level whose restrictions they are.</param>
/// <param name="ByHand">What was set by hand; null when nothing is.</param>
/// <param name="MaintenanceReason">Why new sends are refused; null while they are not.</param>
/// <param name="NextStepUtc">When more of the rates may come back; null when nothing has to.</param>
public sealed record DegradationState(Restriction Restriction, HealthLevel Level, HandSetting? ByHand, string? MaintenanceReason, DateTimeOffset? NextStepUtc);
