using System.Globalization;
using System.Text;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>What the checker found.</summary>
/// <param name="Violations">Broken promises; empty is good.</param>
/// <param name="Sent">Events of the generator.</param>
/// <param name="Accepted">Those answered 200.</param>
/// <param name="Delivered">Different events accepted by the application.</param>
/// <param name="Duplicates">Deliveries beyond the first accepted one.</param>
internal sealed record Verdict(IReadOnlyList<Violation> Violations, int Sent, int Accepted, int Delivered, int Duplicates)
{
    private const int Shown = 20;

    public bool IsClean => Violations.Count == 0;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Sent} sent, {Accepted} accepted, {Delivered} delivered, {Duplicates} repeated, {Violations.Count} violations");
        foreach (var rule in Violations.GroupBy(violation => violation.Rule, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{rule.Key}: {rule.Count()}");
            foreach (var violation in rule.Take(Shown))
            {
                text.Append("\n  ").Append(violation.Text);
            }
        }

        return text.ToString();
    }
}
