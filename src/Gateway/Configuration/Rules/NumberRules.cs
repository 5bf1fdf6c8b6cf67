using Relevo.Gateway.Configuration.Loading;
using Relevo.LoadBalancer.Limits;
using Relevo.Providers;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>What each number needs to receive and to send.</summary>
internal static class NumberRules
{
    public static void Check(GatewaySettings settings, RuleReport report)
    {
        NameRules.Check("Numbers", settings.Numbers.Keys, report);
        var keys = new Dictionary<(string Provider, string Key), string>();
        foreach (var (name, number) in settings.Numbers)
        {
            var path = SettingPath.Join("Numbers", name);
            Provider(number, path, report);
            if (number.Key.Length > 0 && !keys.TryAdd((number.Provider, number.Key), name))
            {
                report.Error(path + ":Key", $"is also the key of {keys[(number.Provider, number.Key)]}; two numbers of one provider need two keys");
            }

            Application(number, settings.Applications.Keys, path, report);
            Secrets(number, path, report);
            Limits(number, path, report);
            Advice(number, path, report);
        }
    }

    private static void Provider(NumberOptions number, string path, RuleReport report)
    {
        if (number.Provider.Length > 0 && WebhookProviders.Find(number.Provider) is null)
        {
            report.Error(path + ":Provider", $"is none of {string.Join(", ", WebhookProviders.Names.Order(StringComparer.Ordinal))}");
        }
    }

    private static void Application(NumberOptions number, ICollection<string> known, string path, RuleReport report)
    {
        if (number.Application is { } application)
        {
            if (!known.Contains(application))
            {
                report.Error(path + ":Application", $"there is no application of that name{NameSuggestion.For(application, known)}");
            }
        }
        else if (known.Count > 1)
        {
            report.Error(path + ":Application", $"must be named, because there are {known.Count} applications");
        }
    }

    private static void Secrets(NumberOptions number, string path, RuleReport report)
    {
        if (number.WebhookSecrets.Count == 0)
        {
            report.Error(path + ":WebhookSecrets", "needs at least one secret, or no webhook can be told from a forged one");
        }

        for (var i = 0; i < number.WebhookSecrets.Count; i++)
        {
            var place = SettingPath.Join(path + ":WebhookSecrets", i);
            if (string.IsNullOrWhiteSpace(number.WebhookSecrets[i]))
            {
                report.Error(place, "is empty");
            }
            else if (number.Provider == ProviderNames.BirdV1 && !SigningSecret.IsValid(number.WebhookSecrets[i]))
            {
                report.Error(place, SigningSecret.Expected);
            }
        }
    }

    private static void Limits(NumberOptions number, string path, RuleReport report)
    {
        if (number.Profile is { } profile && !NumberLimits.Profiles.Contains(profile, StringComparer.Ordinal))
        {
            report.Error(path + ":Profile", $"is none of {string.Join(", ", NumberLimits.Profiles)}");
        }
        else if (number.Profile == NumberLimits.Fixed && number.MessagesPerSecond is null)
        {
            report.Error(path + ":MessagesPerSecond", "is missing: the profile fixed has no rate of its own");
        }
    }

    private static void Advice(NumberOptions number, string path, RuleReport report)
    {
        if (number.Provider == ProviderNames.Meta && string.IsNullOrEmpty(number.VerifyToken))
        {
            report.Warn(path + ":VerifyToken", "is missing: Meta cannot subscribe this webhook until it is set");
        }

        if (number.Provider != ProviderNames.MessageBird && string.IsNullOrEmpty(number.ApiToken))
        {
            report.Warn(path + ":ApiToken", "is missing: this number receives, but cannot send");
        }
        else if (number.Provider == ProviderNames.Bird && string.IsNullOrEmpty(number.WorkspaceId))
        {
            report.Warn(path + ":WorkspaceId", "is missing: this number receives, but cannot send");
        }
        else if (number.Provider == ProviderNames.Evolution && number.BaseUrl is null)
        {
            report.Warn(path + ":BaseUrl", "is missing: Evolution has no common address, so this number cannot send");
        }
    }
}
