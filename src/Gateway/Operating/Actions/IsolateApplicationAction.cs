using System.Collections.Concurrent;
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
    /// <summary>Its name in settings.</summary>
    public const string ActionName = "isolate-application";

    /// <summary>Argument: an application by name.</summary>
    public const string Application = "application";

    public string Name => ActionName;

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        Task.FromResult(arguments.TryGetValue(Application, out var named) ? IsolateNamed(context, named) : IsolateFailing(context));

    public Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        var readmitted = (context.Memory.Take<ConcurrentQueue<string>>() ?? []).Where(addresses.Value.Readmit).ToList();
        return Task.FromResult(readmitted.Count == 0 ? ActionOutcome.NothingToDo() : ActionOutcome.Done($"the first address comes first again: {string.Join(", ", readmitted)}"));
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments, Application)];

    private ActionOutcome IsolateNamed(PlaybookContext context, string named)
    {
        if (!settings.Value.Current.Applications.TryGetValue(named, out var application))
        {
            return ActionOutcome.Failed($"no application is called {named}");
        }

        return application.BackupUrls.Count == 0 ? ActionOutcome.NotConfigured($"{named} has no other address (BackupUrls)")
            : Isolate(context, [named]) is { Count: > 0 } isolated ? Done(isolated)
            : ActionOutcome.NothingToDo($"the first address of {named} is left alone already");
    }

    private ActionOutcome IsolateFailing(PlaybookContext context)
    {
        var isolated = Isolate(context, queues.Value.FailingFirst());
        return isolated.Count == 0 ? ActionOutcome.NothingToDo("no application has a first address that fails and another one") : Done(isolated);
    }

    // Those that were not isolated before: they are what undoing takes back.
    private List<string> Isolate(PlaybookContext context, IEnumerable<string> names)
    {
        var isolated = new ConcurrentQueue<string>();
        context.Memory.Keep(isolated);
        foreach (var name in names.Where(addresses.Value.Isolate))
        {
            isolated.Enqueue(name);
        }

        return [.. isolated];
    }

    private static ActionOutcome Done(IReadOnlyList<string> names) => ActionOutcome.Done($"the first address is asked last: {string.Join(", ", names)}");
}
