using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Health.Checks;

/// <summary>The checks that fit the settings in force: those of the parts, then one per provider and application.</summary>
internal sealed class CheckList(
    IEnumerable<IHealthCheck> parts,
    IApplicationHealth applications,
    SettingsHolder settings,
    WebhookActivity activity,
    Func<IReadOnlyList<NumberStatus>> pool,
    IProviderReach reach,
    LoopKeeper loops)
{
    public IReadOnlyList<IHealthCheck> Of(GatewaySettings current) =>
    [
        .. parts.Select(part => new LoopsOf(part, loops)),
        .. current.Numbers.Values.Select(n => n.Provider).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(provider => new ProviderCheck(provider, settings, activity, pool, reach)),
        .. current.Applications.Keys.Order(StringComparer.Ordinal)
            .Select(application => new ApplicationCheck(application, applications)),
    ];
}
