using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks;

/// <summary>The run that asks for an action.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Level">The level whose playbook runs.</param>
/// <param name="Until">The level that must be left for a better one.</param>
/// <param name="Reasons">Why it runs, in plain words.</param>
/// <param name="Components">Components that were down when it was asked for.</param>
/// <param name="Try">The try of the step, from 1.</param>
public sealed record PlaybookContext(string RunId, HealthLevel Level, HealthLevel Until, IReadOnlyList<string> Reasons, IReadOnlyList<string> Components, int Try)
{
    /// <summary>True when a person asked for the run: what it turns on is then taken back by people, too.</summary>
    public bool IsByHand { get; init; }

    /// <summary>What the step has changed so far.</summary>
    public StepMemory Memory { get; init; } = new();
}
