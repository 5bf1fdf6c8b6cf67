using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Sending.Jobs;

/// <summary>What is stored of a send: everything that is needed to carry it out, and nothing that changes on the way.</summary>
internal sealed record SendJob
{
    /// <summary>What is to be sent, to whom.</summary>
    public required OutboundMessage Message { get; init; }

    /// <summary>The number it must leave from; null when the pool chooses.</summary>
    public string? From { get; init; }

    /// <summary>The event it answers, as text; null when it answers none.</summary>
    public string? ReplyToEvent { get; init; }

    /// <summary>Worthless after this time; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The application's own words about it, handed back when it is looked up.</summary>
    public JsonElement? Metadata { get; init; }
}
