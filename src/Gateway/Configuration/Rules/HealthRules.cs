using System.Globalization;
using Relevo.Gateway.Configuration.Loading;
using Relevo.Providers;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>What is looked at, and from where on it is bad.</summary>
internal static class HealthRules
{
    private const double Whole = 100; // percent
    private static readonly string[] Others = ["console", "analytics"];

    public static void Check(GatewaySettings settings, RuleReport report)
    {
        Checks(settings, report);
        Probes(settings.Health.ProviderProbes, report);
        Vitals(settings.Health.Vitals, report);
    }

    private static void Vitals(VitalOptions vitals, RuleReport report)
    {
        Rising("ResponseSeconds", vitals.ResponseSeconds, report);
        Rising("CpuPercent", vitals.CpuPercent, report);
        Rising("MemoryPercent", vitals.MemoryPercent, report);
        Rising("DiskPercent", vitals.DiskPercent, report);
        Rising("NumbersOutPercent", vitals.NumbersOutPercent, report);
        Falling("SuccessPercent", vitals.SuccessPercent, report);
        Falling("ThroughputPerSecond", vitals.ThroughputPerSecond, report);
        Share("SuccessPercent", vitals.SuccessPercent, report);
        Share("CpuPercent", vitals.CpuPercent, report);
        Share("MemoryPercent", vitals.MemoryPercent, report);
        Share("DiskPercent", vitals.DiskPercent, report);
        Share("NumbersOutPercent", vitals.NumbersOutPercent, report);
    }

    private static void Checks(GatewaySettings settings, RuleReport report)
    {
        var known = KnownComponents.Of(settings).Concat(Others).ToHashSet(StringComparer.Ordinal);
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
        if (Pairs(limits).Any(pair => pair.First > pair.Second))
        {
            report.Error("Health:Vitals:" + name, "must rise from Warning over Critical to Emergency: high figures are the bad ones");
        }
    }

    private static void Falling(string name, VitalLimits limits, RuleReport report)
    {
        if (Pairs(limits).Any(pair => pair.First < pair.Second))
        {
            report.Error("Health:Vitals:" + name, "must fall from Warning over Critical to Emergency: low figures are the bad ones");
        }
    }

    private static IEnumerable<(double First, double Second)> Pairs(VitalLimits limits)
    {
        var set = new[] { limits.Warning, limits.Critical, limits.Emergency }.OfType<double>().ToList();
        return set.Zip(set.Skip(1));
    }

    private static void Share(string name, VitalLimits limits, RuleReport report)
    {
        foreach (var (limit, value) in new[] { (nameof(limits.Warning), limits.Warning), (nameof(limits.Critical), limits.Critical), (nameof(limits.Emergency), limits.Emergency) })
        {
            if (value > Whole)
            {
                report.Error($"Health:Vitals:{name}:{limit}", string.Create(CultureInfo.InvariantCulture, $"must be from 0 to {Whole}, or null for never: it is a share in percent, and is {value:#,0.###}"));
            }
        }
    }
}
