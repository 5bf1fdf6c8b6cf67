namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Turns a section that belongs to .NET into the flat keys its configuration wants.</summary>
internal static class Flattened
{
    public static IReadOnlyDictionary<string, string?> Of(SettingNode node)
    {
        var flat = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Add(node, "", flat);
        return flat;
    }

    private static void Add(SettingNode node, string path, Dictionary<string, string?> flat)
    {
        foreach (var (name, value) in node.Members)
        {
            Add(value, SettingPath.Join(path, name), flat);
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            Add(node.Items[i], SettingPath.Join(path, i), flat);
        }

        if (node.Kind >= SettingNodeKind.Text)
        {
            flat[path] = node.Kind == SettingNodeKind.Nothing ? null : node.Text;
        }
    }
}
