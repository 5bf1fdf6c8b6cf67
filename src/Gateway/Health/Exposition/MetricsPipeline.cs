using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Relevo.Gateway.Health.Exposition;

/// <summary>
/// Aggregates the instruments of this gateway, of the runtime and of the web server's connections. Instruments of another
/// host in the same process are left out.
/// </summary>
internal sealed class MetricsPipeline(IMeterFactory meters) : IDisposable
{
    private const string OurPrefix = "Gateway.";
    private const int MaxSeriesPerMetric = 1000; // Labels are names of numbers and outcomes; more are an error of ours.

    private static readonly double[] SecondsBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly double[] SizeBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

    private readonly TextExporter _exporter = new();
    private MeterProvider? _provider;
    private BaseExportingMetricReader? _reader;

    /// <summary>Begins to listen to instruments.</summary>
    public void Begin()
    {
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(OurPrefix + "*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(ViewOf)
            .AddReader(_reader)
            .Build();
    }

    /// <summary>Asks every instrument and writes what they say. One caller at a time.</summary>
    public byte[] Collect() =>
        _exporter.Collect?.Invoke(Timeout.Infinite) == true ? _exporter.Text : throw new InvalidOperationException("The instruments could not be collected.");

    public void Dispose()
    {
        _provider?.Dispose();
        _reader?.Dispose();
        _exporter.Dispose();
    }

    private MetricStreamConfiguration ViewOf(Instrument instrument)
    {
        var isOurs = instrument.Meter.Name.StartsWith(OurPrefix, StringComparison.Ordinal);
        var isForeign = instrument.Meter.Scope is { } scope && scope != meters;
        if (isForeign || (isOurs && instrument.Meter.Scope is null))
        {
            return MetricStreamConfiguration.Drop;
        }

        var isHistogram = instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>);
        return isHistogram
            ? new ExplicitBucketHistogramConfiguration { Boundaries = instrument.Unit == "s" ? SecondsBounds : SizeBounds, CardinalityLimit = MaxSeriesPerMetric }
            : new MetricStreamConfiguration { CardinalityLimit = MaxSeriesPerMetric };
    }
}
