using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether there is a number that can send now.</summary>
public sealed class LoadBalancerCheck(SettingsHolder settings, Func<IReadOnlyList<NumberStatus>> pool) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.LoadBalancer;

    /// <inheritdoc />
    public bool IsCritical => true;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        if (settings.Current.Numbers.Count == 0)
        {
            return Task.FromResult(CheckResult.Bad("no numbers are configured"));
        }

        var senders = Senders.Of(pool());
        var missing = senders.FindAll(number => !Senders.Sends(number, settings.Current));
        var said = Text(senders, missing);
        return Task.FromResult(senders.Count > 0 && missing.Count == senders.Count ? CheckResult.Bad(said) : CheckResult.Good(said));
    }

    private static string Text(List<NumberStatus> senders, List<NumberStatus> missing)
    {
        var backups = senders.Count(number => number.IsBackup);
        return senders.Count == 0
            ? "no number can send: the settings hold no credentials for one"
            : $"{senders.Count - missing.Count} of {senders.Count} numbers can send, {backups} of them backups" + (missing.Count == 0 ? "" : "; out: " + string.Join(", ", missing.Select(number => $"{number.Name} ({Why(number)})")));
    }

    private static string Why(NumberStatus number) => number.Reason ?? $"its last {number.FailuresInARow} calls failed";
}
