using System.Text.RegularExpressions;
using OpenTelemetry.Metrics;
using Relevo.Gateway.Health.Exposition;

namespace Relevo.Gateway.Tests.Health.Alerts;

/// <summary>Every metric that the gateway creates, found where it is created, by the name under which Prometheus sees it.</summary>
internal static partial class ExposedMetrics
{
    private static readonly string[] OfHistogram = ["_bucket", "_sum", "_count"];

    /// <summary>Prometheus' own.</summary>
    private static readonly string[] OfPrometheus = ["up", "ALERTS"];

    public static IReadOnlySet<string> Names { get; } = Find().Concat(OfPrometheus).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Find() =>
        from file in Directory.EnumerateFiles(Path.Combine(DeployFolder.Root, "src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        let match = Instrument().Match(line)
        where match.Success
        from name in Shown(match.Groups["kind"].Value, match.Groups["name"].Value, Unit().Match(line).Groups["unit"].Value)
        select name;

    private static IEnumerable<string> Shown(string kind, string name, string unit)
    {
        var type = kind switch
        {
            "Histogram" => MetricType.Histogram,
            "Counter" or "ObservableCounter" => MetricType.LongSum,
            _ => MetricType.LongGauge,
        };
        var shown = PrometheusName.Of(name, unit, type);
        return type == MetricType.Histogram ? OfHistogram.Select(part => shown + part) : [shown];
    }

    [GeneratedRegex("""Create(?<kind>Counter|ObservableCounter|Histogram|ObservableGauge)(<\w+>)?\("(?<name>gateway\.[a-z._]+)"(?<rest>.*)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instrument();

    [GeneratedRegex("""[ (,]"(?<unit>s|By)"[,)]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unit();
}
