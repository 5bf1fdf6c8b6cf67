namespace Relevo.Sandbox.Numbers;

/// <summary>A WhatsApp number that the sandbox plays.</summary>
public sealed record SandboxNumber
{
    /// <summary>Whose API it speaks: <c>meta</c>, <c>bird</c>, <c>bird-v1</c>, <c>evolution</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own name of it: Meta phone number id, Bird channel id, Bird v1 the number itself, Evolution instance.</summary>
    public required string Key { get; init; }

    /// <summary>The number, <c>+</c> and digits.</summary>
    public string Phone { get; init; } = "+15550009001";

    /// <summary>The token a caller must show; null takes any, and none.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Bird: the workspace in its paths; null takes any.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Meta: the WhatsApp business account that its webhooks name. Default <c>200000000000001</c>.</summary>
    public string AccountId { get; init; } = "200000000000001";

    /// <summary>Where its webhooks go, absolute; null for none.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Bird: the address that its signature covers where the gateway stands behind another; null for <see cref="WebhookUrl"/>.</summary>
    public string? SignedUrl { get; init; }

    /// <summary>What signs its webhooks: Meta app secret, Bird signing key, Bird v1 <c>whsec_…</c>, Evolution token. Null for none, which only Evolution may have.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>Evolution: the header that carries the secret as it is; null for its token (<c>jwt_key</c>) signed with the secret.</summary>
    public string? WebhookHeader { get; init; }

    /// <summary>Messages it takes per second, enforced over every sliding second by the sandbox's clock; null for no limit.</summary>
    public int? MessagesPerSecond { get; init; }

    /// <summary>Messages beyond <see cref="MessagesPerSecond"/> that any sliding second may hold. Default 0.</summary>
    public int Burst { get; init; }

    /// <summary>Seconds that one recipient's message costs in the long run (Meta: 6); null for no limit per recipient.</summary>
    public double? PairSeconds { get; init; }

    /// <summary>Messages that one recipient may get at once before <see cref="PairSeconds"/> bounds. Default 45.</summary>
    public int PairBurst { get; init; } = 45;
}
