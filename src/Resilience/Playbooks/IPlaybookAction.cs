namespace Relevo.Resilience.Playbooks;

/// <summary>
/// Something that a step of a playbook can do. The part that can do it registers it; the engine knows it by its name only.
/// It may be asked for what is already so, and then has nothing to do.
/// </summary>
public interface IPlaybookAction
{
    /// <summary>Its name in settings, say <c>scale-workers</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Does it. The token is cancelled when the step's time is over, or when a worse level takes over. One that goes on all
    /// the same is left behind, and may be asked to undo what it did while it still runs.
    /// </summary>
    /// <param name="context">The run that asks for it.</param>
    /// <param name="arguments">What the step says, as in <see cref="Check"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation);

    /// <summary>Says what is wrong with the arguments of a step, before anything runs. Everything is fine unless an action knows better.</summary>
    IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [];
}
