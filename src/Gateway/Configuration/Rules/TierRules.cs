namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Each tier that has numbers can take new contacts.</summary>
internal static class TierRules
{
    public static void Check(IDictionary<string, NumberOptions> numbers, RuleReport report)
    {
        foreach (var tier in numbers.GroupBy(n => n.Value.Role, StringComparer.Ordinal))
        {
            if (tier.All(n => n.Value.Weight == 0))
            {
                report.Error("Numbers", $"the weights of the {tier.Key} numbers ({string.Join(", ", tier.Select(n => n.Key))}) add up to 0; give at least one of them a weight");
            }
        }
    }
}
