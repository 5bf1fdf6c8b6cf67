using System.Collections.Frozen;

namespace Relevo.Resilience.Playbooks;

/// <summary>Every action that steps may name.</summary>
public sealed class PlaybookActions
{
    private readonly FrozenDictionary<string, IPlaybookAction> _byName;

    /// <summary>Creates it.</summary>
    /// <exception cref="ArgumentException">Two actions have the same name.</exception>
    public PlaybookActions(IEnumerable<IPlaybookAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var byName = new Dictionary<string, IPlaybookAction>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            byName.Add(action.Name, action);
        }

        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The names of all, sorted.</summary>
    public IReadOnlyList<string> Names => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The action of that name, or null.</summary>
    public IPlaybookAction? Find(string name) => _byName.GetValueOrDefault(name);
}
