using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>
/// How many events a second reach the applications while more is offered than flows. Offered is what was handed over and what
/// waits: a figure above it cannot be reached and is not asked for. While an application takes nothing, it is the reason.
/// </summary>
internal sealed class ThroughputVital(Traffic traffic, StoreGauges gauges, IApplicationHealth applications, SettingsHolder settings) : IVital
{
    private const double Minute = 60;

    public string Name => "throughput";

    public VitalRule Rule => settings.Current.Health.Vitals.ThroughputPerSecond.LowIsBad;

    public VitalReading? Read()
    {
        var (delivered, refused) = traffic.Delivered.Read();
        if (gauges.Last is not { } reading || refused > delivered || settings.Current.Applications.Keys.Any(name => applications.Trouble(name) is not null))
        {
            return null;
        }

        var waiting = reading.Events.WaitingTotal;
        var (flows, offered) = (delivered / Minute, (delivered + waiting) / Minute);
        var asked = settings.Current.Health.Vitals.ThroughputPerSecond.Warning;
        return waiting < settings.Current.Health.Vitals.MinSamples || offered < asked
            ? null
            : new VitalReading(flows, string.Create(CultureInfo.InvariantCulture, $"{flows:0} events a second reach the applications while {waiting} wait"));
    }
}
