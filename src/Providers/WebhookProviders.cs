using System.Collections.Frozen;

namespace Relevo.Providers;

/// <summary>Every provider by its name.</summary>
public static class WebhookProviders
{
    private static readonly FrozenDictionary<string, WebhookProvider> ByName = FrozenDictionary<string, WebhookProvider>.Empty;

    /// <summary>The names that settings and paths may use.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The provider of that name, or null.</summary>
    public static WebhookProvider? Find(string name) => ByName.GetValueOrDefault(name);
}
