using System.Collections.Frozen;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>The components of the simulated gateway, with the times at which the real ones are looked at.</summary>
internal static class Parts
{
    public const string Database = "database";
    public const string LoadBalancer = "load-balancer";
    public const string Queue = "queue";
    public const string Webhook = "webhook";
    public const string Provider = "provider-meta";

    private static readonly FrozenDictionary<string, double> Intervals = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        [LoadBalancer] = 10,
        ["cache"] = 10,
        [Provider] = 180,
        ["provider-evolution"] = 180,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> Critical { get; } = [LoadBalancer, Queue, "cache", Database, Webhook];

    public static IReadOnlyList<string> Applications { get; } = ["application-crm", "application-bot"];

    public static IReadOnlyList<string> Others { get; } = ["configuration", Provider, "provider-evolution", .. Applications];

    public static TimeSpan CriticalDeadline { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan OtherDeadline { get; } = TimeSpan.FromSeconds(10);

    public static CheckTimes Times(IHealthCheck check) => new(
        TimeSpan.FromSeconds(Intervals.GetValueOrDefault(check.Name, 15)),
        check.IsCritical ? CriticalDeadline : OtherDeadline,
        TimeSpan.FromSeconds(0.25));
}
