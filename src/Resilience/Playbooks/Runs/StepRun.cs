namespace Relevo.Resilience.Playbooks.Runs;

/// <summary>One step of a run, as it is kept.</summary>
/// <param name="Name">Its name within the playbook.</param>
/// <param name="Action">Name of its action.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedUtc">When it began; null when it did not.</param>
/// <param name="EndedUtc">When it ended; null while it runs.</param>
/// <param name="Tries">Tries so far.</param>
/// <param name="Reason">Why it ended as it did, in plain words.</param>
/// <param name="Undo">Whether its last try was taken back.</param>
/// <param name="UndoReason">Why it could not be taken back.</param>
public sealed record StepRun(
    string Name,
    string Action,
    StepState State,
    DateTimeOffset? StartedUtc = null,
    DateTimeOffset? EndedUtc = null,
    int Tries = 0,
    string? Reason = null,
    UndoState Undo = UndoState.None,
    string? UndoReason = null)
{
    /// <summary>True when it neither did what was asked nor found it done.</summary>
    internal bool IsFailure => State is StepState.Failed or StepState.TimedOut or StepState.Cancelled;
}
