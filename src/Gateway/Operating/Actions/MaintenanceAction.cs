using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Refuses new sends while an emergency lasts. It ends with the level, so that nobody has to be awake for the recovery; what a person turned on stays on.</summary>
internal sealed class MaintenanceAction(Lazy<DegradationControl> control) : IUndoableAction
{
    /// <summary>Its name in settings.</summary>
    public const string ActionName = DefaultPlaybooks.Maintenance;

    private const string Reason = "the gateway is in an emergency and protects what it has accepted";

    public string Name => ActionName;

    /// <summary>Whether a playbook turned it on, and it therefore ends with the emergency.</summary>
    public bool Holds => ReferenceEquals(control.Value.State.MaintenanceReason, Reason);

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        if (control.Value.State.MaintenanceReason is not null)
        {
            return Task.FromResult(ActionOutcome.NothingToDo("new sends are refused already"));
        }

        control.Value.Maintain(Reason);
        return Task.FromResult(ActionOutcome.Done("new sends are answered with 503"));
    }

    public Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        Task.FromResult(End() ? ActionOutcome.Done("new sends are taken again") : ActionOutcome.NothingToDo());

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments)];

    /// <summary>The level changed: what a playbook turned on ends with the emergency.</summary>
    public void Follow(LevelChange change)
    {
        if (change.To < HealthLevel.Emergency)
        {
            End();
        }
    }

    private bool End()
    {
        var isMine = Holds;
        if (isMine)
        {
            control.Value.Maintain(null);
        }

        return isMine;
    }
}
