using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Relevo.Gateway.Health.Exposition;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4, in an order that is the same every time. Exponential histograms are
/// left out: the format has no place for them.
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Adds one metric with its points; metrics of one name and type are written together.</summary>
    public void Add(Metric metric)
    {
        if (TypeWord(metric.Name, metric.MetricType) is not { } type)
        {
            return;
        }

        var name = PrometheusName.Of(metric.Name, metric.Unit, metric.MetricType);
        if (!_families.TryGetValue(name, out var family))
        {
            family = _families[name] = new Family(type, metric.Description is { Length: > 0 } help ? help : metric.Name);
        }

        if (family.Type == type)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                AddPoint(family, name, metric.MetricType, point);
            }
        }
    }

    /// <summary>Everything that was added.</summary>
    public byte[] Write()
    {
        var text = new StringBuilder();
        foreach (var (name, family) in _families)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, isLabel: false)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n');
            foreach (var lines in family.LinesByLabels.Values)
            {
                text.Append(lines);
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The words of a value.</summary>
    internal static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>A help text or the value of a label, in one line.</summary>
    internal static string Escape(string value, bool isLabel)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string? TypeWord(string name, MetricType type) => type switch
    {
        MetricType.Histogram => "histogram",
        MetricType.ExponentialHistogram => null,
        _ => PrometheusName.IsCounter(name, type) ? "counter" : "gauge",
    };

    private static void AddPoint(Family family, string name, MetricType type, in MetricPoint point)
    {
        var labels = Labels(point);
        family.LinesByLabels[labels] = type switch
        {
            MetricType.Histogram => Histogram(name, labels, point),
            MetricType.LongSum or MetricType.LongSumNonMonotonic => Line(name, labels, point.GetSumLong()),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Line(name, labels, point.GetSumDouble()),
            MetricType.LongGauge => Line(name, labels, point.GetGaugeLastValueLong()),
            _ => Line(name, labels, point.GetGaugeLastValueDouble()),
        };
    }

    private static string Labels(in MetricPoint point)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in point.Tags)
        {
            labels[PrometheusName.Clean(key)] = Escape(value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", isLabel: true);
        }

        return string.Join(',', labels.Select(l => $"{l.Key}=\"{l.Value}\""));
    }

    private static string Line(string name, string labels, double value) =>
        labels.Length == 0 ? $"{name} {Number(value)}\n" : $"{name}{{{labels}}} {Number(value)}\n";

    private static string Histogram(string name, string labels, in MetricPoint point)
    {
        var text = new StringBuilder();
        var before = labels.Length == 0 ? "" : labels + ",";
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            text.Append(Line(name + "_bucket", $"{before}le=\"{Number(bucket.ExplicitBound)}\"", count));
        }

        return text.Append(Line(name + "_sum", labels, point.GetHistogramSum()))
            .Append(Line(name + "_count", labels, point.GetHistogramCount()))
            .ToString();
    }
}
