using System.Globalization;
using System.Text;

namespace Relevo.Gateway.Health.Alerts;

/// <summary>Writes <c>deploy/prometheus/relevo.rules.yml</c> from the book of alerts.</summary>
internal static class RulesDocument
{
    private const string Head = """
        # Written by `gateway config alerts rules`; do not edit by hand.
        groups:

        """;

    /// <summary>The whole file.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head);
        foreach (var group in AlertBook.Alerts.GroupBy(alert => alert.Group))
        {
            Group(text, group.Key);

            // Rules of one group are worked out one after the other: so an alert sees the share of this moment.
            foreach (var ratio in AlertBook.Recorded.Where(ratio => group.Any(alert => alert.Expression.Contains(ratio.Name, StringComparison.Ordinal))))
            {
                text.Append("      - record: ").AppendLine(Quoted(ratio.Name));
                text.Append("        expr: ").AppendLine(Quoted(ratio.Expression));
            }

            foreach (var alert in group)
            {
                Alert(text, alert);
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    // A full outage must be told within a minute, so the rules are looked at four times in it.
    private static void Group(StringBuilder text, string name) =>
        text.Append("  - name: relevo-").AppendLine(name).AppendLine("    interval: 15s").AppendLine("    rules:");

    private static void Alert(StringBuilder text, AlertRule alert)
    {
        text.Append("      - alert: ").AppendLine(alert.Name);
        text.Append("        expr: ").AppendLine(Quoted(alert.Expression));
        if (alert.For > TimeSpan.Zero)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"        for: {alert.For.TotalSeconds:0}s");
        }

        text.AppendLine("        labels:").Append("          severity: ").AppendLine(alert.Severity == AlertSeverity.Page ? "page" : "ticket");
        text.AppendLine("        annotations:").Append("          summary: ").AppendLine(Quoted(alert.Summary));
        text.Append("          runbook: ").AppendLine(Quoted(alert.Runbook));
    }

    private static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
