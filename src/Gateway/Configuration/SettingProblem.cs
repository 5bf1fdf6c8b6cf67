namespace Relevo.Gateway.Configuration;

/// <summary>One thing that is wrong, or doubtful, in the settings.</summary>
/// <param name="Path">Where (<c>Numbers:main:Weight</c>); empty when it is about the file as a whole.</param>
/// <param name="Message">What, in plain words and without any secret.</param>
public sealed record SettingProblem(string Path, string Message)
{
    /// <inheritdoc />
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
