using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>What can be known of a provider without calling it: whether its webhooks can be authenticated, and when one last came.</summary>
public sealed class ProviderCheck(string provider, SettingsHolder settings, WebhookActivity activity) : IHealthCheck
{
    /// <inheritdoc />
    public string Name => ComponentNames.Provider(provider);

    /// <inheritdoc />
    public bool IsCritical => false;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        var numbers = settings.Current.Numbers.Where(n => n.Value.Provider == provider).ToList();
        var mute = numbers.Where(n => n.Value.WebhookSecrets.Count == 0).Select(n => n.Key).ToList();
        var seen = activity.Age(provider) is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"last webhook {age.TotalSeconds:F0} s ago")
            : "no webhook since the start";
        return Task.FromResult(mute.Count > 0
            ? CheckResult.Bad($"without a webhook secret: {string.Join(", ", mute)}; {seen}")
            : CheckResult.Good($"{numbers.Count} numbers, each with a webhook secret; {seen}; its API is not called by this check"));
    }
}
