using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Health.Checks;

/// <summary>A component whose background loops belong to it: while one of them cannot be kept at work it is not good, whatever else it says.</summary>
internal sealed class LoopsOf(IHealthCheck check, LoopKeeper loops) : IHealthCheck
{
    public string Name => check.Name;

    public bool IsCritical => check.IsCritical;

    public async Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        var result = await check.CheckAsync(cancellation).ConfigureAwait(false);
        return result.IsGood && loops.TroubleOf(Name) is { } trouble ? CheckResult.Bad(trouble) : result;
    }
}
