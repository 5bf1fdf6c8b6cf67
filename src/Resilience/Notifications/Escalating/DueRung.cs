namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>A rung that has to be told now.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Times">How often it was told before.</param>
/// <param name="Why">Why, in plain words; null for the first one, which is told because the incident is there.</param>
/// <param name="AnswerWithin">Time to answer before somebody else is told, or the same again; null when neither comes.</param>
public sealed record DueRung(EscalationRung Rung, int Times, string? Why, TimeSpan? AnswerWithin);
