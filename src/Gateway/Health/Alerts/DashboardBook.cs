namespace Relevo.Gateway.Health.Alerts;

/// <summary>What the dashboard shows: how the gateway does, then one panel per alert with the limit of the alert in it.</summary>
internal static class DashboardBook
{
    private const string PerSecond = "ops";

    /// <summary>The rows of the dashboard.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<DashboardPanel> Panels)> Rows { get; } =
    [
        ("How it does", Overview()),
        .. AlertBook.Alerts.GroupBy(alert => alert.Group).Select(group => ($"Alerts: {group.Key}", (IReadOnlyList<DashboardPanel>)[.. group.Select(Panel)])),
    ];

    private static DashboardPanel Panel(AlertRule alert) =>
        new(alert.Name, alert.Unit, [new(alert.Conditions[0].Watched, "")]) { Description = alert.Runbook, Limit = alert.Conditions[0].Limit };

    private static DashboardPanel[] Overview() =>
    [
        new("Level", "short", [new("gateway_level", "{{instance}}")]) { Description = "0 healthy, 1 degraded, 2 critical, 3 emergency." },
        new("Alerts that fire", "short", [new("ALERTS{alertname=~\"Relevo.*\", alertstate=\"firing\"}", "{{alertname}}")]),
        new("Webhooks", PerSecond, [new("sum by (outcome) (rate(gateway_webhooks_total[1m]))", "{{outcome}}")]),
        new("Events", PerSecond, [new("sum by (kind) (rate(gateway_events_total[1m]))", "{{kind}}"), new("sum(rate(gateway_duplicates_total[1m]))", "known already")]),
        new("Calls to providers", PerSecond, [new("sum by (outcome) (rate(gateway_sends_total[1m]))", "{{outcome}}")]),
        new("Time to answer a webhook", "s", Quantiles("gateway_webhook_ack_seconds", "le")),
        new("Time of a commit", "s", Quantiles("gateway_store_commit_seconds", "le")),
        new("Time to the application", "s", Quantiles("gateway_delivery_seconds", "le")),
        new("Time of a call to a provider", "s", [new("histogram_quantile(0.95, sum by (le, provider) (rate(gateway_send_seconds_bucket[5m])))", "{{provider}}, 95 %")]),
        new("Waiting", "short", [new("sum by (priority) (gateway_queue_waiting)", "{{priority}}"), new("sum(gateway_queue_active)", "in work"), new("sum(gateway_queue_delayed)", "for their time")]),
        new("Contacts of a number in 24 h", "short", [new("gateway_number_load", "{{number}}")]),
        new("Waits for a number's turn", PerSecond, [new("sum by (number) (rate(gateway_rate_limit_hits_total[1m]))", "{{number}}")]),
        new("Look-ups in the cache", PerSecond, [new("sum by (result) (rate(gateway_cache_requests_total[1m]))", "{{result}}")]),
        new("Changes of the level", "short", [new("sum by (to) (increase(gateway_level_changes_total[1h]))", "{{to}}, last hour")]),
    ];

    private static DashboardQuery[] Quantiles(string histogram, string by) =>
    [
        new($"histogram_quantile(0.5, sum by ({by}) (rate({histogram}_bucket[5m])))", "50 %"),
        new($"histogram_quantile(0.95, sum by ({by}) (rate({histogram}_bucket[5m])))", "95 %"),
        new($"histogram_quantile(0.99, sum by ({by}) (rate({histogram}_bucket[5m])))", "99 %"),
    ];
}
