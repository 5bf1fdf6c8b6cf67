namespace Relevo.Providers;

/// <summary>Names of the providers in paths, settings and events.</summary>
public static class ProviderNames
{
    /// <summary>Meta WhatsApp Cloud API.</summary>
    public const string Meta = "meta";

    /// <summary>Bird Channels API.</summary>
    public const string Bird = "bird";

    /// <summary>Bird platform v1.</summary>
    public const string BirdV1 = "bird-v1";

    /// <summary>Legacy MessageBird Conversations API.</summary>
    public const string MessageBird = "messagebird";

    /// <summary>Evolution API.</summary>
    public const string Evolution = "evolution";
}
