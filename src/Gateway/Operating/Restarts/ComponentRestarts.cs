using System.Globalization;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Operating.Restarts;

/// <summary>Begins components anew in place: their background loops, and whatever their parts know how to renew.</summary>
internal sealed class ComponentRestarts(IEnumerable<IRestartable> parts, LoopKeeper loops, HealthMonitor monitor)
{
    /// <summary>Components that are watched now.</summary>
    public IReadOnlyList<string> Known => [.. monitor.Snapshot.Components.Select(component => component.Name)];

    /// <summary>Begins one anew, and has it looked at. One part that fails does not keep the others from it.</summary>
    public async Task<RestartedComponent> RestartAsync(string component, CancellationToken cancellation)
    {
        var done = new List<string>();
        var isWhole = true;
        foreach (var part in parts.Where(part => part.Covers(component)))
        {
            try
            {
                done.Add(await part.RestartAsync(cancellation));
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                isWhole = false;
                done.Add($"failed with {failure.GetType().Name}");
            }
        }

        if (await loops.RestartAsync(component) is > 0 and var begun)
        {
            done.Add(string.Create(CultureInfo.InvariantCulture, $"{begun} background loop(s) were begun anew"));
        }

        monitor.LookSoon(component);
        return new RestartedComponent(component, isWhole, done.Count == 0 ? "nothing of it can be begun anew apart from the rest; it was looked at" : string.Join("; ", done));
    }
}
