using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Takes a number out of use until it is resumed. Argument <c>number</c>: its name; without it, every number that is left out at the moment.</summary>
internal sealed class IsolateNumberAction(Lazy<NumberPool> pool) : IUndoableAction
{
    private const string Number = "number";

    public string Name => "isolate-number";

    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        if (arguments.TryGetValue(Number, out var named) && pool.Value.Find(named) is null)
        {
            return ActionOutcome.Failed($"no number is called {named}");
        }

        var drained = new List<string>();
        foreach (var name in Meant(named))
        {
            if (await pool.Value.DrainAsync(name, cancellation) != HandOutcome.Unknown)
            {
                drained.Add(name);
            }
        }

        return drained.Count == 0 ? ActionOutcome.NothingToDo("no number is out") : ActionOutcome.Done($"drained until resumed: {string.Join(", ", drained)}");
    }

    public async Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        if (!arguments.TryGetValue(Number, out var named))
        {
            return ActionOutcome.NothingToDo("which ones it were is in the run");
        }

        await pool.Value.ResumeAsync(named, cancellation);
        return ActionOutcome.Done($"{named} is resumed");
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments, Number)];

    private IEnumerable<string> Meant(string? named) => named is not null
        ? [named]
        : pool.Value.List().Where(number => number.Standing is NumberStanding.Ejected or NumberStanding.Down && !number.IsDrainedByHand).Select(number => number.Name);
}
