using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>A check that finds what the world is like. It draws for itself: looks at different components come in any order.</summary>
internal sealed class SimulatedCheck(string name, bool isCritical, World world, Random random) : IHealthCheck
{
    public string Name => name;

    public bool IsCritical => isCritical;

    public Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        var trouble = world.Trouble(name);
        return trouble is { Hangs: true } ? HangAsync(cancellation)
            : Task.FromResult(world.Fails(name, random) ? CheckResult.Bad("does not work", trouble?.BecauseOf) : CheckResult.Good("works"));
    }

    private async Task<CheckResult> HangAsync(CancellationToken cancellation)
    {
        world.Hang(1);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        world.Hang(-1);
        return CheckResult.Bad("answered too late");
    }
}
