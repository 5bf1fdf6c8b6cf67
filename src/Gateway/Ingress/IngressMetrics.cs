using System.Diagnostics.Metrics;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Health.Vitals;

namespace Relevo.Gateway.Ingress;

/// <summary>What ingress measures.</summary>
internal sealed class IngressMetrics
{
    private readonly Tallies<(string Provider, string Number, string Outcome)> _webhooks =
        new(static key => [new("provider", key.Provider), new("number", key.Number), new("outcome", key.Outcome)]);

    private readonly Tallies<(EventKind Kind, string Provider)> _events =
        new(static key => [new("kind", EventEncoder.Word(key.Kind)), new("provider", key.Provider)]);

    private readonly Traffic? _traffic;
    private readonly Histogram<double> _ack;
    private readonly Counter<long> _duplicates;

    public IngressMetrics(IMeterFactory meters, Traffic? traffic = null)
    {
        _traffic = traffic;
        var meter = meters.Create("Gateway.Ingress");
        meter.CreateObservableCounter("gateway.webhooks", _webhooks.Read, description: "Webhooks answered.");
        meter.CreateObservableCounter("gateway.events", _events.Read, description: "Events found in webhooks.");
        _ack = meter.CreateHistogram<double>("gateway.webhook.ack", unit: "s", description: "Time from a webhook's headers to its answer.");
        _duplicates = meter.CreateCounter<long>("gateway.duplicates", description: "Events that were known already.");
    }

    public void Answered(string provider, string number, string outcome, int status, TimeSpan took)
    {
        _traffic?.Answered(status, took);
        _webhooks.Add((provider, number, outcome));
        _ack.Record(took.TotalSeconds);
    }

    public void Found(EventKind kind, string provider) => _events.Add((kind, provider));

    public void Duplicates(int count, string provider)
    {
        if (count > 0)
        {
            _duplicates.Add(count, new KeyValuePair<string, object?>("provider", provider));
        }
    }
}
