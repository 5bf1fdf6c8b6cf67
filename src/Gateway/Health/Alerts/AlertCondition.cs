using System.Globalization;

namespace Relevo.Gateway.Health.Alerts;

/// <summary>One comparison of an alert, as Prometheus reads it.</summary>
/// <param name="Watched">The expression that is watched; the dashboard draws it.</param>
/// <param name="Comparison">How it is compared: <c>==</c>, <c>!=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>.</param>
/// <param name="Limit">With what, in the unit of the expression.</param>
internal sealed record AlertCondition(string Watched, string Comparison, double Limit)
{
    public string Expression => string.Create(CultureInfo.InvariantCulture, $"{Watched} {Comparison} {Limit}");
}
