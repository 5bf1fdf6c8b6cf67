namespace Relevo.Resilience.Playbooks;

/// <summary>An action that can take back what it did.</summary>
public interface IUndoableAction : IPlaybookAction
{
    /// <summary>
    /// Takes back what a try that failed, or was not done in time, may have done in part. Called after every such try, also
    /// while one that ignores its cancellation still runs. What was so before the step, and what somebody else has set since,
    /// stays: see <see cref="PlaybookContext.Memory"/>.
    /// </summary>
    Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation);
}
