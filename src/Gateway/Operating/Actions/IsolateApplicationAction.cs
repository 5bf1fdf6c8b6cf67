using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>
/// Asks the first address of an application only when no other serves, until that is undone or backups are released. Argument
/// <c>application</c>: its name; without it, every application whose first address serves nothing at the moment.
/// </summary>
internal sealed class IsolateApplicationAction(Lazy<BackupSwitch> addresses, Lazy<ApplicationQueues> queues, Lazy<SettingsHolder> settings) : IUndoableAction
{
    private const string Application = "application";

    public string Name => "isolate-application";

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        Task.FromResult(arguments.TryGetValue(Application, out var named) ? IsolateNamed(named) : IsolateFailing());

    public Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        if (!arguments.TryGetValue(Application, out var named))
        {
            return Task.FromResult(ActionOutcome.NothingToDo("which ones it were is in the run"));
        }

        addresses.Value.Readmit(named);
        return Task.FromResult(ActionOutcome.Done($"the first address of {named} comes first again"));
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments, Application)];

    private ActionOutcome IsolateNamed(string named)
    {
        if (!settings.Value.Current.Applications.TryGetValue(named, out var application))
        {
            return ActionOutcome.Failed($"no application is called {named}");
        }

        return application.BackupUrls.Count == 0 ? ActionOutcome.NotConfigured($"{named} has no other address (BackupUrls)")
            : addresses.Value.Isolate(named) ? Done([named])
            : ActionOutcome.NothingToDo($"the first address of {named} is left alone already");
    }

    private ActionOutcome IsolateFailing()
    {
        var isolated = queues.Value.FailingFirst().Where(addresses.Value.Isolate).ToList();
        return isolated.Count == 0 ? ActionOutcome.NothingToDo("no application has a first address that fails and another one") : Done(isolated);
    }

    private static ActionOutcome Done(IReadOnlyList<string> names) => ActionOutcome.Done($"the first address is asked last: {string.Join(", ", names)}");
}
