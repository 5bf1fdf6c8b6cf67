using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks;

/// <summary>A playbook failed.</summary>
/// <param name="RunId">The run that failed.</param>
/// <param name="From">Its level.</param>
/// <param name="To">The level whose playbook runs next; null when there is none, and people are needed.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record PlaybookEscalation(string RunId, HealthLevel From, HealthLevel? To, string Reason);
