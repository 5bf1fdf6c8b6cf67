namespace Relevo.Gateway.Health.Alerts;

/// <summary>One line, or family of lines, of a panel.</summary>
/// <param name="Expression">What Prometheus is asked.</param>
/// <param name="Legend">Name of a line; <c>{{label}}</c> stands for a label's value.</param>
internal sealed record DashboardQuery(string Expression, string Legend);
