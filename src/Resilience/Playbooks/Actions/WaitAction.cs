namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>Gives what was done before time to work. Argument <c>seconds</c>, default 10; the step's own time must be longer.</summary>
/// <param name="time">The clock.</param>
public sealed class WaitAction(TimeProvider time) : IPlaybookAction
{
    private const string Seconds = "seconds";

    /// <inheritdoc />
    public string Name => "wait";

    /// <inheritdoc />
    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(ArgumentReader.Number(arguments, Seconds, 10)), time, cancellation).ConfigureAwait(false);
        return ActionOutcome.Done();
    }

    /// <inheritdoc />
    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) =>
        [.. ArgumentReader.CheckNames(arguments, Seconds), .. ArgumentReader.CheckNumber(arguments, Seconds, 0, 86_400)];
}
