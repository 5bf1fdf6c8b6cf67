using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>
/// What is known of a provider: whether its webhooks can be authenticated, when one last came, whether its API answers, and
/// what became of the calls to it. It fails when the API does not answer, or half of the numbers that should send do not.
/// </summary>
public sealed class ProviderCheck(string provider, SettingsHolder settings, WebhookActivity activity, Func<IReadOnlyList<NumberStatus>> pool, IProviderReach reach) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Provider(provider);

    /// <inheritdoc />
    public bool IsCritical => false;

    /// <inheritdoc />
    public async Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        var numbers = settings.Current.Numbers.Where(n => n.Value.Provider == provider).ToList();
        var mute = numbers.Where(n => n.Value.WebhookSecrets.Count == 0).Select(n => n.Key).ToList();
        var seen = activity.Age(provider) is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"last webhook {age.TotalSeconds:F0} s ago")
            : "no webhook since the start";
        if (mute.Count > 0)
        {
            return CheckResult.Bad($"without a webhook secret: {string.Join(", ", mute)}; {seen}");
        }

        var failing = Failing() ?? await reach.TroubleAsync(provider, cancellation).ConfigureAwait(false);
        return failing is { } trouble
            ? CheckResult.Bad($"{trouble}; {seen}")
            : CheckResult.Good($"{numbers.Count} numbers, each with a webhook secret; {seen}");
    }

    // Primaries count; where there are none, backups do. Null while most of them work.
    private string? Failing()
    {
        var senders = Senders.Of(pool()).FindAll(number => number.Provider == provider);
        var expected = senders.Exists(number => !number.IsBackup) ? senders.FindAll(number => !number.IsBackup) : senders;
        var failing = expected.FindAll(number => !Senders.Sends(number, settings.Current));
        if (failing.Count == 0 || failing.Count * 2 < expected.Count)
        {
            return null;
        }

        var reasons = failing.Select(number => $"{number.Name} ({number.Reason ?? $"{number.FailuresInARow} calls failed in a row"})");
        return $"{failing.Count} of {expected.Count} numbers cannot send: {string.Join(", ", reasons)}";
    }
}
