using System.Collections.Frozen;
using Relevo.Providers.Bird;
using Relevo.Providers.BirdV1;
using Relevo.Providers.Evolution;
using Relevo.Providers.MessageBird;
using Relevo.Providers.Meta;

namespace Relevo.Providers;

/// <summary>Every provider by its name.</summary>
public static class WebhookProviders
{
    private static readonly FrozenDictionary<string, WebhookProvider> ByName = new WebhookProvider[]
    {
        new(ProviderNames.Meta, new MetaAuthenticator(), new MetaNormaliser()),
        new(ProviderNames.Bird, new BirdAuthenticator(), new BirdNormaliser()),
        new(ProviderNames.BirdV1, new BirdV1Authenticator(), new BirdV1Normaliser()),
        new(ProviderNames.MessageBird, new MessageBirdAuthenticator(), new MessageBirdNormaliser()),
        new(ProviderNames.Evolution, new EvolutionAuthenticator(), new EvolutionNormaliser()),
    }.ToFrozenDictionary(provider => provider.Name, StringComparer.Ordinal);

    /// <summary>The names that settings and paths may use.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The provider of that name, or null.</summary>
    public static WebhookProvider? Find(string name) => ByName.GetValueOrDefault(name);
}
