namespace Relevo.Contracts.Outcomes;

/// <summary>What became of one call to a provider. A refusal is a value, not an exception.</summary>
public sealed record SendOutcome
{
    /// <summary>What it means for the message and for the number.</summary>
    public required FailureClass Class { get; init; }

    /// <summary>HTTP status; null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's error code, or a word for a transport error (<c>timeout</c>, <c>connect</c>, <c>reset</c>, <c>unreadable</c>); of an accepted template that stood in, its name. Never content.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's id of an accepted message.</summary>
    public string? ProviderMessageId { get; init; }

    /// <summary>The contact key under which the provider knows the recipient, where it differs from the one asked for.</summary>
    public string? ContactAlias { get; init; }

    /// <summary>How long the provider asks to wait, clamped to [0, 1 h]; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the provider certainly did not take the message: no connection, or an answer that says so.</summary>
    public bool IsSurelyNotSent { get; init; }

    /// <summary>True when the failure is the message's own, although a repetition may help: it says nothing about the number.</summary>
    public bool IsMessagesOwn { get; init; }

    /// <summary>True when the failure is the account's, so that it takes every number of the account along.</summary>
    public bool IsAccountWide { get; init; }
}
