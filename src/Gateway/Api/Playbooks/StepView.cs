using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Gateway.Api.Playbooks;

/// <summary>One step of a run.</summary>
internal sealed record StepView(
    string Name, string Action, string State, DateTimeOffset? StartedUtc, DateTimeOffset? EndedUtc, int Tries, string? Reason, string? Undo, string? UndoReason)
{
    public static StepView Of(StepRun step) => new(
        step.Name,
        step.Action,
        Words.Of(step.State),
        step.StartedUtc,
        step.EndedUtc,
        step.Tries,
        step.Reason,
        step.Undo == UndoState.None ? null : Words.Of(step.Undo),
        step.UndoReason);
}
