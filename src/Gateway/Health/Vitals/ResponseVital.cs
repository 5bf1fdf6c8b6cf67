using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>How soon webhooks are answered.</summary>
internal sealed class ResponseVital(Traffic traffic, SettingsHolder settings) : IVital
{
    private const double Share = 0.95;

    public string Name => "response time";

    public VitalRule Rule => settings.Current.Health.Vitals.ResponseSeconds.HighIsBad;

    public VitalReading? Read()
    {
        var (seconds, count) = traffic.Answers.Read(Share);
        var (fresh, freshCount) = traffic.Answers.Read(Share, Traffic.FreshSeconds);
        return count < settings.Current.Health.Vitals.MinSamples
            ? null
            : new VitalReading(seconds, string.Create(CultureInfo.InvariantCulture, $"5 of 100 webhooks take {seconds:0.0} s or more to be answered"), Fresh: freshCount < Traffic.FewestFresh ? null : fresh);
    }
}
