using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>Processor time of the gateway. A busy processor alone is no failure: it is critical only while work waits for threads as well.</summary>
internal sealed class CpuVital(SettingsHolder settings, TimeProvider time) : IVital
{
    private readonly MeanWindow _mean = new();
    private readonly PoolDelay _pool = new(time);
    private readonly CpuMeter _cpu = new(time);

    public string Name => "processor";

    public VitalRule Rule => settings.Current.Health.Vitals.CpuPercent.HighIsBad;

    public VitalReading? Read()
    {
        var used = _cpu.Read();
        var delay = _pool.Look();
        if (_mean.Add(used) is not { } percent)
        {
            return null;
        }

        var isBehind = delay.TotalSeconds > settings.Current.Health.Vitals.PoolDelaySeconds;
        return new VitalReading(
            percent,
            string.Create(CultureInfo.InvariantCulture, $"the gateway takes {percent:0} % of the processors that it may use, and work waits {delay.TotalMilliseconds:0} ms for a thread"),
            isBehind ? HealthLevel.Emergency : HealthLevel.Degraded);
    }
}
