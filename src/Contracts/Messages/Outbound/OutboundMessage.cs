using System.Text.Json.Serialization;

namespace Relevo.Contracts.Messages.Outbound;

/// <summary>A message to be sent, checked and in the words of the gateway. Which fields apply follows from <see cref="Type"/>; the others are null.</summary>
public sealed record OutboundMessage
{
    /// <summary>The contact: <c>+</c> and digits, a BSUID, a LID or a group id.</summary>
    public required string To { get; init; }

    /// <summary>What it is.</summary>
    public required OutboundType Type { get; init; }

    /// <summary>The text; the caption of media; the body of buttons and lists. At most 4,096 characters.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a link in the text gets a preview.</summary>
    public bool PreviewUrl { get; init; }

    /// <summary>The provider's id of the message it answers; null when it answers none.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Image, video, audio, document or sticker.</summary>
    public OutboundMedia? Media { get; init; }

    /// <summary>Template.</summary>
    public OutboundTemplate? Template { get; init; }

    /// <summary>Our name of the template, where it is sent in place of what was asked for; null where it was asked for. Not stored: it is decided anew for every call.</summary>
    [JsonIgnore]
    public string? StandIn { get; init; }

    /// <summary>Buttons or list.</summary>
    public OutboundInteractive? Interactive { get; init; }

    /// <summary>Location.</summary>
    public OutboundLocation? Location { get; init; }

    /// <summary>Reaction.</summary>
    public OutboundReaction? Reaction { get; init; }
}
