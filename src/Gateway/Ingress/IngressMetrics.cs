using System.Diagnostics.Metrics;
using Relevo.Contracts.Messages;

namespace Relevo.Gateway.Ingress;

/// <summary>What ingress measures.</summary>
internal sealed class IngressMetrics
{
    private readonly Counter<long> _webhooks;
    private readonly Histogram<double> _ack;
    private readonly Counter<long> _events;
    private readonly Counter<long> _duplicates;

    public IngressMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Gateway.Ingress");
        _webhooks = meter.CreateCounter<long>("gateway.webhooks", description: "Webhooks answered.");
        _ack = meter.CreateHistogram<double>("gateway.webhook.ack", unit: "s", description: "Time from a webhook's headers to its answer.");
        _events = meter.CreateCounter<long>("gateway.events", description: "Events found in webhooks.");
        _duplicates = meter.CreateCounter<long>("gateway.duplicates", description: "Events that were known already.");
    }

    public void Answered(string provider, string number, string outcome, TimeSpan took)
    {
        _webhooks.Add(1, new("provider", provider), new("number", number), new("outcome", outcome));
        _ack.Record(took.TotalSeconds);
    }

    public void Found(EventKind kind, string provider) =>
        _events.Add(1, new("kind", EventEncoder.Word(kind)), new("provider", provider));

    public void Duplicates(int count, string provider)
    {
        if (count > 0)
        {
            _duplicates.Add(count, new KeyValuePair<string, object?>("provider", provider));
        }
    }
}
