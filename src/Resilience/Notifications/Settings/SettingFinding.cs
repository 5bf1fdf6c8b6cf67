namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Something that is wrong, or doubtful, in the settings of this part.</summary>
/// <param name="Path">Where (<c>Notifications:Slack:Url</c>).</param>
/// <param name="Message">What, in plain words and without any secret.</param>
/// <param name="IsWarning">True when it works all the same.</param>
public sealed record SettingFinding(string Path, string Message, bool IsWarning = false)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Message}";
}
