using System.Collections.Concurrent;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Takes a number out of use until it is resumed. Argument <c>number</c>: its name; without it, every number that is left out at the moment.</summary>
internal sealed class IsolateNumberAction(Lazy<NumberPool> pool) : IUndoableAction
{
    /// <summary>Its name in settings.</summary>
    public const string ActionName = "isolate-number";

    /// <summary>Argument: a number by name.</summary>
    public const string Number = "number";

    public string Name => ActionName;

    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        if (arguments.TryGetValue(Number, out var named) && pool.Value.Find(named) is null)
        {
            return ActionOutcome.Failed($"no number is called {named}");
        }

        var (touched, drained) = (new ConcurrentQueue<string>(), new List<string>());
        context.Memory.Keep(touched);
        foreach (var name in Meant(named))
        {
            cancellation.ThrowIfCancellationRequested();
            touched.Enqueue(name); // before it is waited for
            if (await pool.Value.IsolateAsync(name, touched, cancellation) != HandOutcome.Unknown)
            {
                drained.Add(name);
            }
        }

        return drained.Count == 0 ? ActionOutcome.NothingToDo(named is null ? "no number is out" : $"{named} is drained already") : ActionOutcome.Done($"drained until resumed: {string.Join(", ", drained)}");
    }

    public async Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        var taken = new List<string>();
        var touched = context.Memory.Take<ConcurrentQueue<string>>() ?? [];
        foreach (var name in touched)
        {
            if (await pool.Value.ReadmitAsync(name, touched, cancellation) != HandOutcome.Unknown)
            {
                taken.Add(name);
            }
        }

        return taken.Count == 0 ? ActionOutcome.NothingToDo() : ActionOutcome.Done($"drained no longer: {string.Join(", ", taken)}");
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments, Number)];

    private IEnumerable<string> Meant(string? named) => named is not null
        ? [named]
        : pool.Value.List().Where(number => number.Standing is NumberStanding.Ejected or NumberStanding.Down && !number.IsDrainedByHand).Select(number => number.Name);
}
