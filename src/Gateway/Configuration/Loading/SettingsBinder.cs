using System.Collections;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Puts nodes into the options classes and says of each that does not fit where it stands and what was expected.</summary>
internal sealed class SettingsBinder(List<SettingProblem> problems)
{
    /// <summary>Fills <paramref name="target"/> from the members of <paramref name="node"/>; what they leave out keeps its default.</summary>
    public void Bind(object target, SettingNode node, string path)
    {
        var settings = SettingProperties.Of(target.GetType());
        var seen = new HashSet<SettingProperty>();
        foreach (var (name, value) in node.Members)
        {
            var place = SettingPath.Join(path, name);
            var setting = settings.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
            {
                problems.Add(new SettingProblem(place, $"is not a setting{value.Origin}{NameSuggestion.For(name, settings.Select(s => s.Name))}"));
            }
            else if (!seen.Add(setting))
            {
                problems.Add(new SettingProblem(place, "stands in the file twice"));
            }
            else
            {
                BindSetting(target, setting, value, place);
            }
        }
    }

    private void BindSetting(object target, SettingProperty setting, SettingNode node, string path)
    {
        if (node.Kind == SettingNodeKind.Nothing)
        {
            BindNothing(target, setting, node, path);
        }
        else if (setting.Type == typeof(IReadOnlyDictionary<string, string?>) && node.Kind == SettingNodeKind.Members)
        {
            setting.Property.SetValue(target, Flattened.Of(node));
        }
        else if (Read(setting.Type, setting.Property.GetValue(target), node, path) is { } value)
        {
            setting.Property.SetValue(target, value);
        }
    }

    private void BindNothing(object target, SettingProperty setting, SettingNode node, string path)
    {
        if (setting.MayBeNull)
        {
            setting.Property.SetValue(target, null);
            return;
        }

        problems.Add(new SettingProblem(path, $"must not be null{node.Origin}; leave it out to get its default"));
    }

    private object? Read(Type type, object? current, SettingNode node, string path)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
        {
            return ReadNamed(type.GetGenericArguments()[1], node, path);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
        {
            return ReadList(type.GetGenericArguments()[0], node, path);
        }

        if (type == typeof(IReadOnlyDictionary<string, string?>))
        {
            return Expected("an object", node, path);
        }

        if (!SettingProperties.IsSection(type))
        {
            return ScalarReader.Read(type, node) ?? Expected(ScalarReader.Word(type), node, path);
        }

        if (node.Kind != SettingNodeKind.Members)
        {
            return Expected("an object", node, path);
        }

        var section = current ?? Activator.CreateInstance(type)!;
        Bind(section, node, path);
        return section;
    }

    private object? ReadNamed(Type type, SettingNode node, string path)
    {
        if (node.Kind != SettingNodeKind.Members)
        {
            return Expected("an object", node, path);
        }

        var named = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type), StringComparer.Ordinal)!;
        foreach (var (name, value) in node.Members)
        {
            if (Read(type, null, value, SettingPath.Join(path, name)) is { } item)
            {
                named[name] = item;
            }
        }

        return named;
    }

    private object? ReadList(Type type, SettingNode node, string path)
    {
        // Variables cannot say that they mean a list: WebhookSecrets__0 makes an object with the member "0".
        var items = node.Kind == SettingNodeKind.Members && node.Variable is not null ? [.. node.Members.Select(m => m.Value)] : node.Items;
        if (node.Kind != SettingNodeKind.Items && node.Variable is null || node.Kind > SettingNodeKind.Items)
        {
            return Expected("a list", node, path);
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        for (var i = 0; i < items.Count; i++)
        {
            if (Read(type, null, items[i], SettingPath.Join(path, i)) is { } item)
            {
                list.Add(item);
            }
        }

        return list;
    }

    private object? Expected(string what, SettingNode node, string path)
    {
        problems.Add(new SettingProblem(path, $"{what} is expected, found {node.Word}{node.Origin}"));
        return null;
    }
}
