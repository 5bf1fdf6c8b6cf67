namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>One request that the application got. Times are ticks of the monotonic clock.</summary>
internal sealed record Arrival
{
    /// <summary>Header <c>webhook-id</c>.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The provider's message id in the event.</summary>
    public string? ProviderMessageId { get; init; }

    public string? ConversationKey { get; init; }

    public string? Kind { get; init; }

    public string? Status { get; init; }

    /// <summary>The text as normalised.</summary>
    public string? Text { get; init; }

    /// <summary>The text inside the provider's own object.</summary>
    public string? RawText { get; init; }

    /// <summary>What is wrong with signature or envelope; null when nothing is.</summary>
    public string? Flaw { get; init; }

    public byte[] Body { get; init; } = [];

    public long Received { get; init; }

    /// <summary>When the application made up its mind; <see cref="long.MaxValue"/> while it has not.</summary>
    public long Answered { get; set; } = long.MaxValue;

    /// <summary>What it answered; 0 while it has not, or when it broke the connection.</summary>
    public int Answer { get; set; }

    public bool Accepted => Answer is >= 200 and < 300;
}
