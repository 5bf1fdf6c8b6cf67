namespace Relevo.Gateway.Health.Alerts;

/// <summary>One alert for Prometheus.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Severity">How soon somebody must look.</param>
/// <param name="Conditions">What must hold, all of it for the same labels. The first is the one that is drawn.</param>
/// <param name="For">For how long it must hold.</param>
/// <param name="Summary">What is wrong, in a sentence; may hold <c>{{ $labels.x }}</c> and <c>{{ $value }}</c>.</param>
/// <param name="Runbook">What to do, in plain words.</param>
internal sealed record AlertRule(string Name, AlertSeverity Severity, IReadOnlyList<AlertCondition> Conditions, TimeSpan For, string Summary, string Runbook)
{
    /// <summary>What it belongs to: the group of rules and the row of the dashboard.</summary>
    public required string Group { get; init; }

    /// <summary>Unit of what is drawn, as Grafana calls it.</summary>
    public string Unit { get; init; } = "short";

    public string Expression => string.Join(" and ", Conditions.Select(c => c.Expression));
}
