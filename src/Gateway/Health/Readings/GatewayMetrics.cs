using Relevo.Gateway.Health.Exposition;

namespace Relevo.Gateway.Health.Readings;

/// <summary>Begins to aggregate, and then to measure: what is measured before is not seen.</summary>
internal sealed class GatewayMetrics(MetricsPipeline pipeline, HealthMetrics health, QueueMetrics queue)
{
    public void Begin()
    {
        pipeline.Begin();
        health.Begin();
        queue.Begin();
    }
}
