using Relevo.Gateway.Operating.Standby;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Switches to backups. Argument <c>what</c>: <c>numbers</c>, or <c>all</c> for the addresses of applications as well; default <c>all</c>.</summary>
internal sealed class ActivateBackupsAction(Lazy<BackupSet> backups) : IUndoableAction
{
    private const string What = "what";
    private const string Numbers = "numbers";
    private const string All = "all";

    public string Name => DefaultPlaybooks.ActivateBackups;

    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        var state = backups.Value.Read();
        var withApplications = arguments.GetValueOrDefault(What) != Numbers;
        if (state.Numbers.Count == 0 && (!withApplications || state.Applications.Count == 0))
        {
            return ActionOutcome.NotConfigured(withApplications ? "no number and no application has a backup" : "no number is a backup");
        }

        var claim = new BackupClaim();
        context.Memory.Keep(claim);
        return await backups.Value.ActivateAsync(claim, withApplications, cancellation)
            ? ActionOutcome.Done(backups.Value.Read().Describe())
            : ActionOutcome.NothingToDo("the backups are active already");
    }

    public async Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        context.Memory.Take<BackupClaim>() is { } claim && await backups.Value.ReleaseAsync(claim, cancellation)
            ? ActionOutcome.Done(backups.Value.Read().Describe())
            : ActionOutcome.NothingToDo("this step did not switch them, or somebody else has since");

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments)
    {
        var problems = ArgumentReader.CheckNames(arguments, What).ToList();
        if (arguments.TryGetValue(What, out var what) && what is not (Numbers or All))
        {
            problems.Add(new ArgumentProblem(What, $"must be {Numbers} or {All}"));
        }

        return problems;
    }
}
