namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>Who is told when nobody answers, or nothing gets better.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rungs">In the order of their times.</param>
public sealed record EscalationLadder(string Name, IReadOnlyList<EscalationRung> Rungs);
