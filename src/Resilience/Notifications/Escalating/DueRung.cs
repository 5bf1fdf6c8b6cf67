namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>A rung that has to be told now.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Times">How often it was told before.</param>
/// <param name="Why">Why, in plain words.</param>
public sealed record DueRung(EscalationRung Rung, int Times, string Why);
