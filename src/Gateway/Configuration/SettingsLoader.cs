using System.Collections;
using Relevo.Gateway.Configuration.Loading;
using Relevo.Gateway.Configuration.Rules;

namespace Relevo.Gateway.Configuration;

/// <summary>
/// Reads the settings: one JSON file, environment variables over it, every rule checked.
/// Never throws for bad input; all errors are reported at once, because fixing one per start is no way to spend a night.
/// </summary>
/// <param name="environment">The environment variables to look at.</param>
public sealed class SettingsLoader(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>A loader that sees the environment of this process as it is now.</summary>
    public static SettingsLoader FromEnvironment() => new(
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal));

    /// <summary>Reads and checks one file.</summary>
    public SettingsResult Load(string file) => Check(SettingsFile.Read(file), file);

    internal SettingsResult Check(SettingsFileReading reading, string file)
    {
        if (reading.Content is not { } content)
        {
            return SettingsResult.Refused(reading.Problem!, mayBeTorn: true);
        }

        var problems = new List<SettingProblem>();
        var root = SettingsJson.Parse(content.Span, problems, out var failure);
        if (root is null)
        {
            return SettingsResult.Refused($"{file}: {failure}", mayBeTorn: true);
        }

        EnvironmentOverrides.Apply(root, environment, problems);
        var settings = new GatewaySettings();
        new SettingsBinder(problems).Bind(settings, root, "");
        return Judge(settings, problems, file);
    }

    private static SettingsResult Judge(GatewaySettings settings, List<SettingProblem> unread, string file)
    {
        var warnings = new List<SettingProblem>();
        var broken = new List<SettingProblem>();
        new SettingsRules(broken, warnings).Check(settings);
        unread.AddRange(broken.Where(b => !unread.Exists(u => IsConsequence(b.Path, u.Path))).ToList());
        if (unread.Count > 0)
        {
            return new SettingsResult(null, unread, warnings);
        }

        Complete(settings, file);
        return new SettingsResult(settings, [], warnings);
    }

    // One mistake is one error: what could not be read, or an item of it, also breaks the rule that asks for it.
    private static bool IsConsequence(string rule, string unread) =>
        unread == rule || (unread.StartsWith(rule + ":", StringComparison.Ordinal) && int.TryParse(unread.AsSpan(rule.Length + 1), out _));

    private static void Complete(GatewaySettings settings, string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? Directory.GetCurrentDirectory();
        settings.Gateway.DataDirectory = Path.GetFullPath(Path.Combine(folder, settings.Gateway.DataDirectory));
        settings.Gateway.PublicUrl = settings.Gateway.PublicUrl?.TrimEnd('/');
    }
}
