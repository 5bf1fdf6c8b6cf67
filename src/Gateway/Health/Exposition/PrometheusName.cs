using System.Collections.Frozen;
using OpenTelemetry.Metrics;

namespace Relevo.Gateway.Health.Exposition;

/// <summary>Names of metrics and labels as Prometheus wants them. Pure.</summary>
internal static class PrometheusName
{
    private static readonly FrozenDictionary<string, string> SuffixByUnit = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s"] = "_seconds",
        ["By"] = "_bytes",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // A gauge must not end in _count, which belongs to histograms; these are the runtime's.
    private static readonly FrozenDictionary<string, string> GaugeByCountName = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dotnet_assembly_count"] = "dotnet_assemblies",
        ["dotnet_process_cpu_count"] = "dotnet_process_cpus",
        ["dotnet_thread_pool_thread_count"] = "dotnet_thread_pool_threads",
        ["dotnet_timer_count"] = "dotnet_timers",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The runtime calls these sums although they fall.
    private static readonly FrozenSet<string> FallingSums =
        FrozenSet.Create(StringComparer.Ordinal, "dotnet.thread_pool.queue.length", "dotnet.thread_pool.thread.count");

    /// <summary>The name of a metric: its unit and, for counters, <c>_total</c> at its end.</summary>
    public static string Of(string name, string unit, MetricType type)
    {
        var plain = Clean(name);
        var suffix = SuffixByUnit.GetValueOrDefault(unit, "");
        var full = plain.EndsWith(suffix, StringComparison.Ordinal) ? plain : plain + suffix;
        return IsCounter(name, type) ? full + "_total" : GaugeByCountName.GetValueOrDefault(full, full);
    }

    /// <summary>True for what only grows.</summary>
    public static bool IsCounter(string name, MetricType type) =>
        type is MetricType.LongSum or MetricType.DoubleSum && !FallingSums.Contains(name);

    /// <summary>Letters, digits and underscores, no digit first.</summary>
    public static string Clean(string name) => string.Create(
        name.Length + (char.IsAsciiDigit(name[0]) ? 1 : 0),
        name,
        static (span, source) =>
        {
            span[0] = '_';
            for (var i = 0; i < source.Length; i++)
            {
                span[span.Length - source.Length + i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
            }
        });
}
