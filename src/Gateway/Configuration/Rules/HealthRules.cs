using Relevo.Gateway.Configuration.Loading;
using Relevo.Gateway.Health.Checks;
using Relevo.Providers;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>What is looked at, and from where on it is bad.</summary>
internal static class HealthRules
{
    private static readonly string[] Parts =
        [ComponentNames.LoadBalancer, ComponentNames.Queue, ComponentNames.Cache, ComponentNames.Database, ComponentNames.Webhook, ComponentNames.Configuration, "console", "analytics"];

    public static void Check(GatewaySettings settings, RuleReport report)
    {
        Checks(settings, report);
        Probes(settings.Health.ProviderProbes, report);
        var vitals = settings.Health.Vitals;
        Rising("ResponseSeconds", vitals.ResponseSeconds, report);
        Rising("CpuPercent", vitals.CpuPercent, report);
        Rising("MemoryPercent", vitals.MemoryPercent, report);
        Rising("DiskPercent", vitals.DiskPercent, report);
        Rising("NumbersOutPercent", vitals.NumbersOutPercent, report);
        Falling("SuccessPercent", vitals.SuccessPercent, report);
        Falling("ThroughputPerSecond", vitals.ThroughputPerSecond, report);
    }

    private static void Checks(GatewaySettings settings, RuleReport report)
    {
        var providers = settings.Numbers.Values.Select(number => ComponentNames.Provider(number.Provider));
        var known = Parts.Concat(providers).Concat(settings.Applications.Keys.Select(ComponentNames.Application)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in settings.Health.Checks.Keys.Where(name => !known.Contains(name)))
        {
            report.Warn(SettingPath.Join("Health:Checks", name), $"is no component of these settings; they are {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        }
    }

    private static void Probes(IDictionary<string, string> probes, RuleReport report)
    {
        foreach (var (provider, address) in probes)
        {
            var path = SettingPath.Join("Health:ProviderProbes", provider);
            if (WebhookProviders.Find(provider) is null)
            {
                report.Error(path, $"is none of {string.Join(", ", WebhookProviders.Names.Order(StringComparer.Ordinal))}");
            }
            else if (address is null || (address.Length > 0 && !HttpAddressAttribute.IsAddress(address)))
            {
                report.Error(path, new HttpAddressAttribute().FormatErrorMessage("") + "; or empty, so that it is not asked");
            }
        }
    }

    private static void Rising(string name, VitalLimits limits, RuleReport report)
    {
        if (limits.Warning > limits.Critical || limits.Critical > limits.Emergency)
        {
            report.Error("Health:Vitals:" + name, "must rise from Warning over Critical to Emergency: high figures are the bad ones");
        }
    }

    private static void Falling(string name, VitalLimits limits, RuleReport report)
    {
        if (limits.Warning < limits.Critical || limits.Critical < limits.Emergency)
        {
            report.Error("Health:Vitals:" + name, "must fall from Warning over Critical to Emergency: low figures are the bad ones");
        }
    }
}
