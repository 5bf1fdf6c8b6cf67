using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether there are numbers to choose from.</summary>
public sealed class LoadBalancerCheck(SettingsHolder settings) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.LoadBalancer;

    /// <inheritdoc />
    public bool IsCritical => true;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        var numbers = settings.Current.Numbers.Values;
        var backups = numbers.Count(n => n.Role == "backup");
        return Task.FromResult(numbers.Count == 0
            ? CheckResult.Bad("no numbers are configured")
            : CheckResult.Good($"{numbers.Count} numbers in the pool, {backups} of them backups"));
    }
}
