using System.Globalization;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Puts environment variables such as <c>GATEWAY_Storage__Engine</c> over what the file says.</summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "GATEWAY_";
    private const string Separator = "__";

    public static void Apply(SettingNode root, IReadOnlyDictionary<string, string> variables, List<SettingProblem> problems)
    {
        foreach (var (name, value) in variables.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            // Without the separator it is no setting: GATEWAY_ADMIN_KEY belongs to the command line.
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.Contains(Separator, StringComparison.Ordinal))
            {
                Put(root, name, value, problems);
            }
        }
    }

    private static void Put(SettingNode root, string variable, string value, List<SettingProblem> problems)
    {
        var segments = variable[Prefix.Length..].Split(Separator);
        if (segments.Any(s => s.Length == 0))
        {
            problems.Add(new SettingProblem(variable, "is not the name of a setting: a part of it is empty"));
            return;
        }

        var node = root;
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            var fresh = last ? Scalar(value, variable) : new SettingNode(SettingNodeKind.Members, variable: variable);
            var next = node.Kind == SettingNodeKind.Items
                ? PutItem(node, segments[i], fresh, last)
                : PutMember(node, segments[i], fresh, last);
            if (next is null)
            {
                problems.Add(new SettingProblem(variable, $"\"{segments[i]}\" is not a place in a list of {node.Items.Count}"));
                return;
            }

            node = next;
        }
    }

    private static SettingNode Scalar(string value, string variable) =>
        new(value.Length == 0 ? SettingNodeKind.Nothing : SettingNodeKind.Text, value, variable);

    private static SettingNode PutMember(SettingNode node, string name, SettingNode fresh, bool replace)
    {
        var index = IndexOf(node, name);
        if (index < 0)
        {
            node.Members.Add(new(name, fresh));
            return fresh;
        }

        var known = node.Members[index].Value;
        if (!replace && Holds(known))
        {
            return known;
        }

        node.Members[index] = new(node.Members[index].Key, fresh);
        return fresh;
    }

    private static SettingNode? PutItem(SettingNode node, string place, SettingNode fresh, bool replace)
    {
        if (!int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > node.Items.Count)
        {
            return null;
        }

        if (index == node.Items.Count)
        {
            node.Items.Add(fresh);
            return fresh;
        }

        return node.Items[index] = replace || !Holds(node.Items[index]) ? fresh : node.Items[index];
    }

    private static bool Holds(SettingNode node) => node.Kind is SettingNodeKind.Members or SettingNodeKind.Items;

    // Names of numbers keep their case; a name in another case is taken only when no exact one stands there.
    private static int IndexOf(SettingNode node, string name)
    {
        var exact = node.Members.FindIndex(m => m.Key.Equals(name, StringComparison.Ordinal));
        return exact >= 0 ? exact : node.Members.FindIndex(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
