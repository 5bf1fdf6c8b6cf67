namespace Relevo.Providers.Sending;

/// <summary>A number of ours as its provider's API needs it. Immutable; replaced as a whole when settings change.</summary>
public sealed record SendAccount
{
    /// <summary>Our name of the number.</summary>
    public required string Name { get; init; }

    /// <summary>Provider name, one of <see cref="ProviderNames"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own name of the number: phone number id, channel id or instance.</summary>
    public required string Key { get; init; }

    /// <summary>The number in E.164, when configured.</summary>
    public string? Phone { get; init; }

    /// <summary>Credential for sending.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Address of the API, with its version where it has one; null stands for the provider's common address.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Bird: the workspace of the channel.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Without the credential, which must not reach a log by way of this text.</summary>
    public override string ToString() => $"{Provider} {Name}";
}
