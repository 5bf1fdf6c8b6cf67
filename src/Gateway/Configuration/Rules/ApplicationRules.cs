using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>What each application needs to be called.</summary>
internal static class ApplicationRules
{
    public static void Check(IDictionary<string, ApplicationOptions> applications, RuleReport report)
    {
        NameRules.Check("Applications", applications.Keys, report);
        foreach (var (name, application) in applications)
        {
            var path = SettingPath.Join("Applications", name);
            Secrets(application.Secrets, path + ":Secrets", report);
            for (var i = 0; i < application.BackupUrls.Count; i++)
            {
                if (!HttpAddressAttribute.IsAddress(application.BackupUrls[i]))
                {
                    report.Error(SettingPath.Join(path + ":BackupUrls", i), new HttpAddressAttribute().FormatErrorMessage(""));
                }
            }
        }
    }

    private static void Secrets(IList<string> secrets, string path, RuleReport report)
    {
        if (secrets.Count == 0)
        {
            report.Warn(path, "is empty: events are delivered without a signature");
        }

        for (var i = 0; i < secrets.Count; i++)
        {
            if (!SigningSecret.IsValid(secrets[i]))
            {
                report.Error(SettingPath.Join(path, i), SigningSecret.Expected);
            }
        }
    }
}
