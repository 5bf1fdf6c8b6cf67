using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Providers.Sending;

/// <summary>What every provider needs of a message of its type.</summary>
internal static class MessageShape
{
    private const int MaxUnits = 4096; // UTF-16 units, as the API counts characters
    private const int MaxButtons = 3;
    private const int MaxRows = 10;

    /// <summary>What is missing or too much, in a sentence; null when the message is whole.</summary>
    internal static string? Problem(OutboundMessage message)
    {
        if (message.Text is { Length: > MaxUnits })
        {
            return "The text is longer than 4,096 characters.";
        }

        if (message.ReplyTo is { } quoted && !Reading.MessageKey.IsValid(quoted))
        {
            return "The id of the quoted message is no id.";
        }

        return message.Type switch
        {
            OutboundType.Text => string.IsNullOrEmpty(message.Text) ? "The text is missing." : null,
            OutboundType.Image or OutboundType.Video or OutboundType.Document => Media(message),
            OutboundType.Audio or OutboundType.Sticker => Media(message) ?? NoCaption(message),
            OutboundType.Template => Template(message.Template),
            OutboundType.Buttons => Buttons(message),
            OutboundType.List => List(message),
            OutboundType.Location => message.Location is { } place && double.IsFinite(place.Latitude) && double.IsFinite(place.Longitude) ? null : "The location is missing.",
            OutboundType.Reaction => message.Reaction is { } reaction && Reading.MessageKey.IsValid(reaction.MessageId) ? null : "The message to react to is missing.",
            _ => "The type of the message is unknown.",
        };
    }

    private static string? Media(OutboundMessage message) => message.Media switch
    {
        null or { Url: null or "", Id: null or "" } => "The media is missing.",
        { Url.Length: > 0, Id.Length: > 0 } => "The media has an address and an id.",
        { Id: { Length: > 0 } id } => Reading.MessageKey.IsValid(id) ? null : "The id of the media is no id.",
        _ => null,
    };

    private static string? NoCaption(OutboundMessage message) =>
        string.IsNullOrEmpty(message.Text) ? null : "Sound and stickers have no caption.";

    private static string? Template(OutboundTemplate? template)
    {
        if (string.IsNullOrEmpty(template?.Name) || string.IsNullOrEmpty(template.Language))
        {
            return "The template has no name or no language.";
        }

        return template.Components is null or { ValueKind: JsonValueKind.Array or JsonValueKind.Null } ? null : "The components of the template are no list.";
    }

    private static string? Buttons(OutboundMessage message)
    {
        if (string.IsNullOrEmpty(message.Text))
        {
            return "The text above the buttons is missing.";
        }

        return message.Interactive?.Buttons.Count is > 0 and <= MaxButtons ? null : "There are not one to three buttons.";
    }

    private static string? List(OutboundMessage message)
    {
        if (string.IsNullOrEmpty(message.Text) || string.IsNullOrEmpty(message.Interactive?.ButtonText))
        {
            return "The text of the list, or of the button that opens it, is missing.";
        }

        return message.Interactive.Sections.Sum(section => section.Rows.Count) is > 0 and <= MaxRows
            && message.Interactive.Sections.All(section => section.Rows.Count > 0) ? null : "The list has not one to ten rows, or an empty section.";
    }
}
