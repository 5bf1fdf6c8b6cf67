namespace Relevo.Gateway.Configuration.Loading;

/// <summary>One value of the settings before it is known what it should be.</summary>
internal sealed class SettingNode(SettingNodeKind kind, string text = "", string? variable = null)
{
    public SettingNodeKind Kind { get; } = kind;

    /// <summary>Text of a scalar as it was written.</summary>
    public string Text { get; } = text;

    /// <summary>The environment variable it came from; those have only texts, so they are read more leniently.</summary>
    public string? Variable { get; } = variable;

    public List<KeyValuePair<string, SettingNode>> Members { get; } = [];

    public List<SettingNode> Items { get; } = [];

    /// <summary>The words for it in an error. Never the value: it may be a secret.</summary>
    public string Word => Kind switch
    {
        SettingNodeKind.Members => "an object",
        SettingNodeKind.Items => "a list",
        SettingNodeKind.Number => "a number",
        SettingNodeKind.Flag => "true or false",
        SettingNodeKind.Nothing => "null",
        _ => "a text",
    };

    /// <summary>Where it was set, for an error; empty for the file itself.</summary>
    public string Origin => Variable is null ? "" : $" (set by the environment variable {Variable})";
}
