using System.Text.RegularExpressions;
using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Names stand in paths, metrics and logs, so they are plain.</summary>
internal static partial class NameRules
{
    public static void Check(string section, IEnumerable<string> names, RuleReport report)
    {
        foreach (var name in names.Where(n => !Plain().IsMatch(n)))
        {
            report.Error(SettingPath.Join(section, name), "a name has 1 to 64 letters, digits, dots, underscores or hyphens");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
