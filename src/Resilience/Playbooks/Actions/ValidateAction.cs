using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>
/// Asks again and again whether the level has recovered, until it has or the step's time is over.
/// Argument <c>pollSeconds</c>: pause between looks, default 1.
/// </summary>
/// <param name="hasRecovered">Whether a level has been left for a better one.</param>
/// <param name="time">The clock.</param>
public sealed class ValidateAction(Func<HealthLevel, bool> hasRecovered, TimeProvider time) : IPlaybookAction
{
    private const string Poll = "pollSeconds";

    /// <inheritdoc />
    public string Name => DefaultPlaybooks.Validate;

    /// <inheritdoc />
    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var pause = TimeSpan.FromSeconds(ArgumentReader.Number(arguments, Poll, 1));
        while (!hasRecovered(context.Until))
        {
            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellation.IsCancellationRequested)
            {
                return ActionOutcome.Failed($"the level is still {context.Until.Word()} or worse");
            }
        }

        return ActionOutcome.Done("the level has recovered");
    }

    /// <inheritdoc />
    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) =>
        [.. ArgumentReader.CheckNames(arguments, Poll), .. ArgumentReader.CheckNumber(arguments, Poll, 0.05, 60)];
}
