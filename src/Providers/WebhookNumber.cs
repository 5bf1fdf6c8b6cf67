namespace Relevo.Providers;

/// <summary>What a webhook needs to know of one configured number. Immutable; replaced as a whole when settings change.</summary>
public sealed class WebhookNumber
{
    /// <summary>Our name of the number.</summary>
    public required string Name { get; init; }

    /// <summary>Provider name.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own name of the number.</summary>
    public required string Key { get; init; }

    /// <summary>The number in E.164, when configured.</summary>
    public string? Phone { get; init; }

    /// <summary>Secrets that authenticate webhooks; the first is current, the others are still accepted.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Meta's verify token for the <c>hub.challenge</c> handshake.</summary>
    public string? VerifyToken { get; init; }

    /// <summary>Evolution: name of the static header that carries the secret.</summary>
    public string? WebhookHeader { get; init; }

    /// <summary>Legacy MessageBird: <c>jwt</c> (default) or <c>v0</c>.</summary>
    public string SignatureScheme { get; init; } = "jwt";
}
