using System.Diagnostics.Metrics;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>What the pool measures of itself, read from the numbers when somebody collects.</summary>
internal sealed class PoolMetrics
{
    private readonly PoolCore _core;

    public PoolMetrics(IMeterFactory meters, PoolCore core)
    {
        _core = core;
        var meter = meters.Create("Gateway.LoadBalancer");
        meter.CreateObservableGauge("gateway.number.load", () => Read(number => number.Door.Load), description: "Contacts active on a number in the last 24 h.");
        meter.CreateObservableGauge("gateway.number.available", () => Read(number => number.Standing == NumberStanding.Usable ? 1 : 0), description: "1 while a number takes new conversations.");
        meter.CreateObservableGauge("gateway.number.waiting", () => Read(number => number.Line.Count), description: "Messages that wait for a number's turn.");
        meter.CreateObservableCounter("gateway.rate.limit.hits", () => Read(number => number.LimitHits), description: "Messages that had to wait for a number's turn, and refusals for being too fast.");
    }

    private List<Measurement<long>> Read(Func<PooledNumber, long> value)
    {
        using (_core.Enter())
        {
            return [.. _core.Numbers.Select(number => new Measurement<long>(value(number), new KeyValuePair<string, object?>("number", number.Name)))];
        }
    }
}
