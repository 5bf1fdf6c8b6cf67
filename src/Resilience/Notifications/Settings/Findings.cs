namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Where rules say what they found.</summary>
internal sealed class Findings
{
    private readonly List<SettingFinding> _all = [];

    public IReadOnlyList<SettingFinding> All => _all;

    public void Error(string path, string message) => _all.Add(new SettingFinding(path, message));

    public void Warn(string path, string message) => _all.Add(new SettingFinding(path, message, IsWarning: true));

    /// <summary>Calls a rule for each item with its path.</summary>
    public static void Each(string path, IList<string> items, Action<string, string> rule)
    {
        for (var i = 0; i < items.Count; i++)
        {
            rule(FormattableString.Invariant($"{path}:{i}"), items[i]);
        }
    }
}
