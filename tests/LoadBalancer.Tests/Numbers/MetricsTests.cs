using System.Diagnostics.Metrics;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Tests.Numbers;

public sealed class MetricsTests
{
    [Fact]
    public void Collect_TwoNumbers_ShowsEach()
    {
        var seen = new Dictionary<(string Name, string Number), long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == "Gateway.LoadBalancer")
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        using var rig = PoolRig.With(PoolRig.Number("a", 1, 1, NumberLimits.Fixed), PoolRig.Number("b"));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (ReferenceEquals(instrument.Meter, rig.Meter))
            {
                seen[(instrument.Name, (string)tags[0].Value!)] = value;
            }
        });
        listener.Start();
        rig.Send("a");
        rig.Pool.TryEnter("a", rig.Ticket());
        rig.Pool.Touch("a", 1);
        rig.Pool.Notice("b", null, NumberNews.Down, "logged out");
        listener.RecordObservableInstruments();
        Assert.Equal((1, 0), (seen[("gateway.number.available", "a")], seen[("gateway.number.available", "b")]));
        Assert.Equal((1, 0), (seen[("gateway.rate.limit.hits", "a")], seen[("gateway.rate.limit.hits", "b")]));
        Assert.Equal((1, 1), (seen[("gateway.number.load", "a")], seen[("gateway.number.waiting", "a")]));
    }
}
