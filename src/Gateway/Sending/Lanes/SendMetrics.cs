using System.Diagnostics.Metrics;
using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Health.Vitals;
using Relevo.Gateway.Ingress;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>What sending measures.</summary>
internal sealed class SendMetrics
{
    private static readonly string[] Words =
        ["accepted", "retry", "throttled", "pair_throttled", "number_down", "auth_broken", "window_closed", "refused", "unknown"];

    private readonly Tallies<(string Number, string Outcome)> _sends =
        new(static key => [new("number", key.Number), new("outcome", key.Outcome)]);

    private readonly Traffic? _traffic;
    private readonly Histogram<double> _seconds;

    public SendMetrics(IMeterFactory meters, Traffic? traffic = null)
    {
        _traffic = traffic;
        var meter = meters.Create("Gateway.Sending");
        meter.CreateObservableCounter("gateway.sends", _sends.Read, description: "Calls to providers, by number and outcome.");
        _seconds = meter.CreateHistogram<double>("gateway.send", unit: "s", description: "Time a provider took to answer a send.");
    }

    public void Called(string number, string provider, FailureClass outcome, TimeSpan took)
    {
        _traffic?.Called(outcome);
        _sends.Add((number, Words[(int)outcome]));
        _seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("provider", provider));
    }
}
