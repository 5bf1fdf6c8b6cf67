using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Keys tell callers apart, so no two are the same.</summary>
internal static class ApiRules
{
    private static readonly string[] Roles = ["send", "read", "admin"];

    public static void Check(ApiOptions api, RuleReport report)
    {
        NameRules.Check("Api:Keys", api.Keys.Keys, report);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, key) in api.Keys)
        {
            var path = SettingPath.Join("Api:Keys", name);
            if (key.Key.Length > 0 && !owners.TryAdd(key.Key, name))
            {
                report.Error(path + ":Key", $"is the same key as that of {owners[key.Key]}");
            }

            if (key.Key.Any(c => c is <= ' ' or > '~'))
            {
                report.Error(path + ":Key", "may hold visible ASCII characters only: it travels in a header");
            }

            for (var i = 0; i < key.Roles.Count; i++)
            {
                if (!Roles.Contains(key.Roles[i], StringComparer.Ordinal))
                {
                    report.Error(SettingPath.Join(path + ":Roles", i), $"is none of {string.Join(", ", Roles)}");
                }
            }
        }
    }
}
