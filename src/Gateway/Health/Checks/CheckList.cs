using Relevo.Cache.Layers;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>The checks that fit the settings in force.</summary>
internal sealed class CheckList(
    IMessageStore store,
    IQueueProgress progress,
    IApplicationHealth applications,
    LayeredCache cache,
    SettingsHolder settings,
    Readiness readiness,
    WebhookActivity activity,
    TimeProvider time)
{
    // Well within the 5 s that the queue may be down, and far above the longest pause between two pieces of ready work.
    private static readonly TimeSpan QueueStall = TimeSpan.FromSeconds(3);

    public IReadOnlyList<IHealthCheck> Of(GatewaySettings current) =>
    [
        new LoadBalancerCheck(settings),
        new QueueCheck(progress, QueueStall, time),
        new CacheCheck(cache),
        new DatabaseCheck(store, readiness),
        new WebhookCheck(readiness),
        .. current.Numbers.Values.Select(n => n.Provider).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(provider => new ProviderCheck(provider, settings, activity)),
        .. current.Applications.Keys.Order(StringComparer.Ordinal)
            .Select(application => new ApplicationCheck(application, applications)),
    ];
}
