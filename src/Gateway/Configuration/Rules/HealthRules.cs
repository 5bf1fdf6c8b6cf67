using Relevo.Gateway.Configuration.Loading;
using Relevo.Providers;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>What is asked to find out how others do.</summary>
internal static class HealthRules
{
    public static void Check(HealthOptions health, RuleReport report)
    {
        foreach (var (provider, address) in health.ProviderProbes)
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
}
