namespace Relevo.Gateway.Health.Alerts;

/// <summary>One picture of the dashboard.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Unit">Its unit, as Grafana calls it.</param>
/// <param name="Queries">What it draws.</param>
internal sealed record DashboardPanel(string Title, string Unit, IReadOnlyList<DashboardQuery> Queries)
{
    /// <summary>What it says below its title.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where a red line is drawn; null for none.</summary>
    public double? Limit { get; init; }
}
