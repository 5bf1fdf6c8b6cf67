using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Would take a snapshot: the place for it in playbooks, while the gateway takes none.</summary>
internal sealed class SnapshotAction : IPlaybookAction
{
    public string Name => DefaultPlaybooks.Snapshot;

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        Task.FromResult(ActionOutcome.NotConfigured("this version takes no snapshots"));

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments)];
}
