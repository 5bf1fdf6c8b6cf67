using System.Diagnostics.Metrics;
using Relevo.Gateway.Health.Vitals;

namespace Relevo.Gateway.Delivery;

/// <summary>What delivery measures.</summary>
internal sealed class DeliveryMetrics
{
    private readonly Histogram<double> _delivery;

    private readonly Traffic? _traffic;

    public DeliveryMetrics(IMeterFactory meters, Traffic? traffic = null)
    {
        _traffic = traffic;
        _delivery = meters.Create("Gateway.Delivery")
            .CreateHistogram<double>("gateway.delivery", unit: "s", description: "Time from accepting an event to the application's answer.");
    }

    public void Answered(TimeSpan sinceAccepted, string outcome)
    {
        _traffic?.Delivered.Add(outcome == "delivered");
        _delivery.Record(sinceAccepted.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
