using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks.Runs;

/// <summary>One run of a playbook, as it is kept. Never changed in place.</summary>
/// <param name="Id">Its id, which begins with its time.</param>
/// <param name="Process">The process it ran in, so that the next one knows which runs were cut off.</param>
/// <param name="Level">The level whose playbook it is.</param>
/// <param name="Until">The level that must be left for a better one; lower than <paramref name="Level"/> after an escalation.</param>
/// <param name="IsByHand">True when a person asked for it.</param>
/// <param name="Reasons">Why it was begun, in plain words; what joined it stands at the end.</param>
/// <param name="Components">Components that were down then.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedUtc">When it began.</param>
/// <param name="EndedUtc">When it ended; null while it runs.</param>
/// <param name="Reason">Why it ended as it did.</param>
/// <param name="Steps">Its steps, in their order.</param>
public sealed record PlaybookRun(
    string Id,
    string Process,
    HealthLevel Level,
    HealthLevel Until,
    bool IsByHand,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Components,
    RunState State,
    DateTimeOffset StartedUtc,
    DateTimeOffset? EndedUtc,
    string? Reason,
    IReadOnlyList<StepRun> Steps)
{
    internal PlaybookRun With(int step, StepRun changed)
    {
        var steps = Steps.ToArray();
        steps[step] = changed;
        return this with { Steps = steps };
    }

    /// <summary>This run, cut off now.</summary>
    internal PlaybookRun Interrupted(DateTimeOffset now, string reason) => this with
    {
        State = RunState.Interrupted,
        EndedUtc = now,
        Reason = reason,
        Steps = [.. Steps.Select(step => step.State switch
        {
            StepState.Running => step with { State = StepState.Interrupted, EndedUtc = now, Reason = reason },
            StepState.Waiting => step with { State = StepState.Skipped, Reason = reason },
            _ => step,
        })],
    };

    /// <summary>This run, ended, with what did not come to its turn marked as skipped.</summary>
    internal PlaybookRun Ended(DateTimeOffset now, RunState state, string? reason) => this with
    {
        State = state,
        EndedUtc = now,
        Reason = reason,
        Steps = [.. Steps.Select(step => step.State == StepState.Waiting ? step with { State = StepState.Skipped, Reason = reason } : step)],
    };
}
