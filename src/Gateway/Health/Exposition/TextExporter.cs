using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Relevo.Gateway.Health.Exposition;

/// <summary>Keeps what was collected last as text. Collected on demand only.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>The last text.</summary>
    public byte[] Text { get; private set; } = [];

    /// <inheritdoc />
    public Func<int, bool>? Collect { get; set; }

    /// <inheritdoc />
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch)
        {
            text.Add(metric);
        }

        Text = text.Write();
        return ExportResult.Success;
    }
}
