namespace Relevo.Sandbox.Webhooks;

/// <summary>What a customer writes to a number.</summary>
public sealed record SandboxInbound
{
    /// <summary>The customer's phone, <c>+</c> and digits.</summary>
    public required string Contact { get; init; }

    /// <summary>The text; of media the caption, which may be null.</summary>
    public string? Text { get; init; }

    /// <summary>The customer's name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The provider's id of the message; null for one that was never used.</summary>
    public string? Id { get; init; }

    /// <summary>When it was written; null for now.</summary>
    public DateTimeOffset? Utc { get; init; }

    /// <summary>Id of a file in <see cref="SandboxServer.Media"/> that it brings; null for plain text.</summary>
    public string? MediaId { get; init; }
}
