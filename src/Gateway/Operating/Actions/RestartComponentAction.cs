using System.Globalization;
using Relevo.Gateway.Operating.Restarts;
using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>
/// Begins in place what is down, and waits until it is up. Arguments: <c>component</c>, one by name instead of those that are
/// down; <c>waitSeconds</c>, how long it may take to come up, default 30.
/// </summary>
internal sealed class RestartComponentAction(Lazy<ComponentRestarts> restarts, Lazy<HealthMonitor> monitor, TimeProvider time) : IPlaybookAction
{
    /// <summary>Its name in settings.</summary>
    public const string ActionName = DefaultPlaybooks.RestartComponent;

    /// <summary>Argument: a component by name.</summary>
    public const string Component = "component";

    private const string Wait = "waitSeconds";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public string Name => ActionName;

    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        if (arguments.TryGetValue(Component, out var named) && !restarts.Value.Known.Contains(named, StringComparer.Ordinal))
        {
            return ActionOutcome.Failed($"no component is called {named}; there are {string.Join(", ", restarts.Value.Known)}");
        }

        // Those that are down now: one that came back meanwhile is left alone.
        var down = named is not null ? [named] : Down();
        if (down.Count == 0)
        {
            return ActionOutcome.NothingToDo("no component is down");
        }

        var done = new List<string>();
        foreach (var component in down)
        {
            done.Add($"{component}: {(await restarts.Value.RestartAsync(component, cancellation)).Done}");
        }

        var patience = TimeSpan.FromSeconds(ArgumentReader.Number(arguments, Wait, 30));
        return await ComeUpAsync(down, patience, cancellation) is { Count: > 0 } still
            ? ActionOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", done)}; still down after {patience.TotalSeconds:0.#} s: {string.Join(", ", still)}"))
            : ActionOutcome.Done(string.Join("; ", done));
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) =>
        [.. ArgumentReader.CheckNames(arguments, Component, Wait), .. ArgumentReader.CheckNumber(arguments, Wait, 0, 600)];

    private List<string> Down() => [.. monitor.Value.Snapshot.Components.Where(component => !component.IsUp).Select(component => component.Name)];

    private async Task<List<string>> ComeUpAsync(List<string> components, TimeSpan patience, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var still = components.Where(name => monitor.Value.Snapshot.Find(name) is { IsUp: false }).ToList();
            if (still.Count == 0 || time.GetElapsedTime(start) >= patience)
            {
                return still;
            }

            await Task.Delay(Look, time, cancellation);
        }
    }
}
