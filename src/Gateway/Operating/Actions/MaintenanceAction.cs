using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Runs;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>
/// Refuses new sends. In a run that the level began it ends once that level is left for a better one, so that nobody has to be
/// awake for the recovery. In a run by hand it stays until a person ends it, as if that person had turned it on. Safe from any
/// thread.
/// </summary>
internal sealed class MaintenanceAction(Lazy<DegradationControl> control, Func<HealthLevel, bool> hasRecovered) : IUndoableAction
{
    /// <summary>Its name in settings.</summary>
    public const string ActionName = DefaultPlaybooks.Maintenance;

    // Told apart as objects: what somebody writes in the same words is not ours.
    private const string Reason = "the gateway is in an emergency and protects what it has accepted";
    private const string HandReason = "the playbook of an emergency was run by hand";

    private readonly Lock _gate = new();
    private HeldMaintenance? _held;

    public string Name => ActionName;

    /// <summary>Whether it ends with the level, and is not to be remembered over a restart.</summary>
    public bool Holds => ReferenceEquals(control.Value.State.MaintenanceReason, Reason);

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult(context.IsByHand ? BeginByHand_NeedsGate(context) : Begin_NeedsGate(context));
        }
    }

    public Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var isUndone = context.Memory.Take<MaintenanceChange>() is { } change && control.Value.TryMaintain(change.Before, change.After);
            return Task.FromResult(isUndone ? ActionOutcome.Done("as it was before") : ActionOutcome.NothingToDo());
        }
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments)];

    /// <summary>The level changed: once it is better, what it was to end with ends. A change for the worse ends nothing.</summary>
    /// <param name="change">The change.</param>
    /// <param name="running">The run under way, or null.</param>
    public void Follow(LevelChange change, PlaybookRun? running)
    {
        lock (_gate)
        {
            Hand_NeedsGate(running);
            if (_held is { } held && change.To < change.From && change.To < held.Until)
            {
                control.Value.TryMaintain(null, insteadOf: Reason);
            }
        }
    }

    /// <summary>A run came further: one that a person has joined since it turned this on is by hand, and so is this.</summary>
    public void Follow(PlaybookRun run)
    {
        lock (_gate)
        {
            Hand_NeedsGate(run);
        }
    }

    private void Hand_NeedsGate(PlaybookRun? run)
    {
        if (run is { IsByHand: true } && run.Id == _held?.Run)
        {
            control.Value.TryMaintain(HandReason, insteadOf: Reason);
        }
    }

    // Under the lock, so that a level which is left in this moment finds it turned on, or keeps it from being so.
    private ActionOutcome Begin_NeedsGate(PlaybookContext context)
    {
        if (hasRecovered(context.Until))
        {
            return ActionOutcome.NothingToDo("the level has recovered");
        }

        if (!Change(context, before: null, Reason))
        {
            return ActionOutcome.NothingToDo("new sends are refused already");
        }

        _held = new HeldMaintenance(context.RunId, context.Until);
        return ActionOutcome.Done("new sends are answered with 503");
    }

    private ActionOutcome BeginByHand_NeedsGate(PlaybookContext context) =>
        Change(context, before: null, HandReason) ? ActionOutcome.Done("new sends are answered with 503 until maintenance off")
        : Change(context, Reason, HandReason) ? ActionOutcome.Done("new sends were answered with 503 already, and now are until maintenance off")
        : ActionOutcome.NothingToDo("new sends are refused already");

    private bool Change(PlaybookContext context, string? before, string after)
    {
        var isChanged = control.Value.TryMaintain(after, insteadOf: before);
        if (isChanged)
        {
            context.Memory.Keep(new MaintenanceChange(before, after));
        }

        return isChanged;
    }
}
