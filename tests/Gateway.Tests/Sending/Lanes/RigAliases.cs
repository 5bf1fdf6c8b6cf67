using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Sending.Lanes;

/// <summary>Knows no aliases; fails where a test says so.</summary>
internal sealed class RigAliases : IContactAliases
{
    /// <summary>Runs before every look-up; may throw what the store shall throw.</summary>
    public Action OnFind { get; set; } = static () => { };

    /// <summary>Runs before every save.</summary>
    public Action OnSave { get; set; } = static () => { };

    public string? FindAlias(string alias)
    {
        OnFind();
        return null;
    }

    public void SaveAlias(string alias, string contact) => OnSave();
}
