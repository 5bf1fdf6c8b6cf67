using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Resilience.Playbooks;

/// <summary>A run of a playbook has come a step further.</summary>
/// <param name="Run">The run as it is now.</param>
/// <param name="Step">The step that ended; null when the run itself began or ended.</param>
public sealed record PlaybookNews(PlaybookRun Run, StepRun? Step)
{
    /// <summary>The same in one sentence, for timelines.</summary>
    public string Describe() => Step is null
        ? $"Playbook of {Run.Level.Word()}, run {Run.Id}: {RunWord(Run.State)}{Because(Run.State == RunState.Running ? null : Run.Reason)}."
        : $"Step {Step.Name} of the playbook of {Run.Level.Word()}: {StepWord(Step.State)}{Because(Step.Reason)}{UndoWord(Step)}.";

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason})";

    private static string UndoWord(StepRun step) => step.Undo switch
    {
        UndoState.Undone => ", undone",
        UndoState.Failed => ", and could not be undone" + Because(step.UndoReason),
        _ => "",
    };

    private static string RunWord(RunState state) => state switch
    {
        RunState.Running => "began",
        RunState.Recovered => "ended, recovered",
        RunState.Completed => "ended",
        RunState.Failed => "failed",
        RunState.Superseded => "ended for a worse level",
        _ => "was interrupted",
    };

    private static string StepWord(StepState state) => state switch
    {
        StepState.Done => "done",
        StepState.NothingToDo => "nothing to do",
        StepState.NotConfigured => "not configured",
        StepState.Failed => "failed",
        StepState.TimedOut => "timed out",
        StepState.Cancelled => "cancelled",
        StepState.Skipped => "skipped",
        StepState.Interrupted => "interrupted",
        _ => "runs",
    };
}
