using System.Globalization;
using Relevo.Cache.Layers;
using Relevo.Gateway.Health.Checks;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Forgets what the cache could not load anew and serves stale; everything while the cache itself is down.</summary>
internal sealed class ClearCacheProblemsAction(Lazy<LayeredCache> cache) : IPlaybookAction
{
    public string Name => DefaultPlaybooks.ClearCacheProblems;

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        var removed = context.Components.Contains(ComponentNames.Cache, StringComparer.Ordinal) ? cache.Value.RemoveWhere("*") : cache.Value.RemoveStale();
        return Task.FromResult(removed == 0
            ? ActionOutcome.NothingToDo("no entry is stale")
            : ActionOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"{removed} entries were forgotten")));
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments)];
}
