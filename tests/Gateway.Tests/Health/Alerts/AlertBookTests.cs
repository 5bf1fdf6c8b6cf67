using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Relevo.Gateway.Health.Alerts;

namespace Relevo.Gateway.Tests.Health.Alerts;

/// <summary>The alerts and the dashboard: about metrics that exist, and the same in <c>deploy/</c> as in the code.</summary>
public sealed partial class AlertBookTests
{
    // Every label that a metric of the gateway has, and those that Prometheus adds.
    private static readonly string[] Labels =
        ["provider", "number", "outcome", "kind", "priority", "level", "result", "component", "to", "reason", "le", "job", "instance", "alertname", "alertstate"];

    private static readonly string[] Words = ["sum", "max", "without", "by", "rate", "increase", "delta", "absent", "and", "histogram_quantile", "max_over_time"];

    [Fact]
    public async Task Rules_AreTheCommittedFile()
    {
        var same = RulesDocument.Write() == await File.ReadAllTextAsync(DeployFolder.Rules);
        Assert.True(same, "The rules are not what the code says. Write them again: dotnet run --project src/Gateway -- config alerts rules > deploy/prometheus/relevo.rules.yml");
    }

    [Fact]
    public async Task Dashboard_IsTheCommittedFile()
    {
        var same = DashboardDocument.Write() == await File.ReadAllTextAsync(DeployFolder.Dashboard);
        Assert.True(same, "The dashboard is not what the code says. Write it again: dotnet run --project src/Gateway -- config alerts dashboard > deploy/grafana/relevo.json");
    }

    [SkippableFact]
    public async Task Rules_ToPromtool_AreFaultless()
    {
        Skip.IfNot(File.Exists(DeployFolder.Promtool), "promtool comes with the package prometheus");
        var (code, output) = await DeployFolder.PromtoolAsync("check", "rules", DeployFolder.Rules);
        Assert.True(code == 0, output);
        Assert.Contains($"{AlertBook.Recorded.Count + AlertBook.Alerts.Count} rules found", output, StringComparison.Ordinal);
    }

    /// <summary>O06 for the rules: a full outage after 51.8 s, 5 % of failures after 17.3 min; and what must not fire.</summary>
    [SkippableFact]
    public async Task Rules_OnSeriesOfMadeUpDays_FireWhenTheyMustAndNotElse()
    {
        Skip.IfNot(File.Exists(DeployFolder.Promtool), "promtool comes with the package prometheus");
        var (code, output) = await DeployFolder.PromtoolAsync("test", "rules", DeployFolder.RuleTests);
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task RuleTests_SpeakOfEveryAlert()
    {
        var text = await File.ReadAllTextAsync(DeployFolder.RuleTests);
        Assert.Empty(AlertBook.Alerts.Where(alert => !text.Contains($"alertname=\"{alert.Name}\"", StringComparison.Ordinal)).Select(alert => alert.Name));
    }

    [Fact]
    public void Expressions_All_AreAboutMetricsAndLabelsThatExist()
    {
        var recorded = AlertBook.Recorded.Select(ratio => ratio.Name).ToHashSet(StringComparer.Ordinal);
        var dashboard = Targets().ToList();
        Assert.True(dashboard.Count > AlertBook.Alerts.Count);
        var expressions = AlertBook.Recorded.Select(ratio => ratio.Expression).Concat(AlertBook.Alerts.Select(alert => alert.Expression)).Concat(dashboard);
        Assert.All(expressions, expression =>
        {
            // What stands in quotes are values of labels.
            var names = Name().Matches(Quoted().Replace(expression, "")).Select(match => match.Value).Except(Words).Except(Labels).ToList();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.True(ExposedMetrics.Names.Contains(name) || recorded.Contains(name), $"{name} in {expression}"));
        });
    }

    [Fact]
    public void Alerts_All_HaveANameOfTheirOwnAndSayWhatToDo()
    {
        Assert.Equal(AlertBook.Alerts.Count, AlertBook.Alerts.DistinctBy(alert => alert.Name).Count());
        Assert.All(AlertBook.Alerts, alert =>
        {
            Assert.StartsWith("Relevo", alert.Name, StringComparison.Ordinal);
            Assert.EndsWith(".", alert.Summary, StringComparison.Ordinal);
            Assert.EndsWith(".", alert.Runbook, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("gateway_webhooks_total")]
    [InlineData("gateway_webhook_ack_seconds_bucket")]
    [InlineData("gateway_level")]
    [InlineData("gateway_conservation_gap")]
    [InlineData("gateway_time_to_loss_seconds")]
    [InlineData("gateway_number_available")]
    [InlineData("gateway_rate_limit_hits_total")]
    public void ExposedMetrics_AreThoseOfTheContract(string name) => Assert.Contains(name, ExposedMetrics.Names);

    private static IEnumerable<string> Targets() =>
        from panel in JsonNode.Parse(DashboardDocument.Write())!["panels"]!.AsArray()
        from target in panel!["targets"]?.AsArray() ?? []
        select target!["expr"]!.GetValue<string>();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![0-9.\w:])[A-Za-z_][\w:]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
