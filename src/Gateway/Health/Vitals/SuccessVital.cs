using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>Which share of webhooks and calls to providers succeeds.</summary>
internal sealed class SuccessVital(Traffic traffic, SettingsHolder settings) : IVital
{
    public string Name => "success";

    public VitalRule Rule => settings.Current.Health.Vitals.SuccessPercent.LowIsBad;

    public VitalReading? Read()
    {
        var (good, bad) = traffic.Work.Read();
        if (good + bad == 0)
        {
            return null;
        }

        var isThin = good + bad < settings.Current.Health.Vitals.MinSamples;
        var percent = 100.0 * good / (good + bad);
        var (freshGood, freshBad) = traffic.Work.Read(Traffic.FreshSeconds);
        double? fresh = freshGood + freshBad < Traffic.FewestFresh ? null : 100.0 * freshGood / (freshGood + freshBad);
        return new VitalReading(percent, string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} % of webhooks and calls to providers succeed, {bad} of {good + bad} in the last minute did not"), Fresh: fresh, IsThin: isThin);
    }
}
