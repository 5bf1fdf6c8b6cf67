using System.Diagnostics.Metrics;

namespace Relevo.Gateway.Delivery;

/// <summary>What delivery measures.</summary>
internal sealed class DeliveryMetrics
{
    private readonly Histogram<double> _delivery;

    public DeliveryMetrics(IMeterFactory meters) => _delivery = meters.Create("Gateway.Delivery")
        .CreateHistogram<double>("gateway.delivery", unit: "s", description: "Time from accepting an event to the application's answer.");

    public void Answered(TimeSpan sinceAccepted, string outcome) =>
        _delivery.Record(sinceAccepted.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
}
