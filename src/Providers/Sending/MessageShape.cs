using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Providers.Sending;

/// <summary>What every provider needs of a message of its type.</summary>
internal static class MessageShape
{
    private const int MaxUnits = 4096; // UTF-16 units, as the API counts characters
    private const int MaxButtons = 3;
    private const int MaxRows = 10;

    /// <summary>What is missing or too much; null when the message is whole.</summary>
    internal static MessageRefusal? Problem(OutboundMessage message)
    {
        if (message.Text is { Length: > MaxUnits })
        {
            return new MessageRefusal(MessagePart.Text, "The text is longer than 4,096 characters.");
        }

        if (message.ReplyTo is { } quoted && !Reading.MessageKey.IsValid(quoted))
        {
            return new MessageRefusal(MessagePart.ReplyTo, "The id of the quoted message is no id.");
        }

        return message.Type switch
        {
            OutboundType.Text => string.IsNullOrEmpty(message.Text) ? new MessageRefusal(MessagePart.Text, "The text is missing.") : null,
            OutboundType.Image or OutboundType.Video or OutboundType.Document => Media(message),
            OutboundType.Audio or OutboundType.Sticker => Media(message) ?? NoCaption(message),
            OutboundType.Template => Template(message.Template),
            OutboundType.Buttons => Buttons(message),
            OutboundType.List => List(message),
            OutboundType.Location => message.Location is { } place && double.IsFinite(place.Latitude) && double.IsFinite(place.Longitude) ? null : new MessageRefusal(MessagePart.Location, "The location is missing."),
            OutboundType.Reaction => message.Reaction is { } reaction && Reading.MessageKey.IsValid(reaction.MessageId) ? null : new MessageRefusal(MessagePart.Reaction, "The message to react to is missing."),
            _ => new MessageRefusal(MessagePart.Type, "The type of the message is unknown."),
        };
    }

    private static MessageRefusal? Media(OutboundMessage message) => message.Media switch
    {
        null or { Url: null or "", Id: null or "" } => new MessageRefusal(MessagePart.Media, "The media is missing."),
        { Url.Length: > 0, Id.Length: > 0 } => new MessageRefusal(MessagePart.Media, "The media has an address and an id."),
        { Id: { Length: > 0 } id } => Reading.MessageKey.IsValid(id) ? null : new MessageRefusal(MessagePart.Media, "The id of the media is no id."),
        _ => null,
    };

    private static MessageRefusal? NoCaption(OutboundMessage message) =>
        string.IsNullOrEmpty(message.Text) ? null : new MessageRefusal(MessagePart.Text, "Sound and stickers have no caption.");

    private static MessageRefusal? Template(OutboundTemplate? template)
    {
        if (string.IsNullOrEmpty(template?.Name) || string.IsNullOrEmpty(template.Language))
        {
            return new MessageRefusal(string.IsNullOrEmpty(template?.Name) ? MessagePart.TemplateName : MessagePart.TemplateLanguage, "The template has no name or no language.");
        }

        return template.Components is null or { ValueKind: JsonValueKind.Array or JsonValueKind.Null } ? null : new MessageRefusal(MessagePart.TemplateComponents, "The components of the template are no list.");
    }

    private static MessageRefusal? Buttons(OutboundMessage message)
    {
        if (string.IsNullOrEmpty(message.Text))
        {
            return new MessageRefusal(MessagePart.Text, "The text above the buttons is missing.");
        }

        return message.Interactive?.Buttons.Count is > 0 and <= MaxButtons ? null : new MessageRefusal(MessagePart.Buttons, "There are not one to three buttons.");
    }

    private static MessageRefusal? List(OutboundMessage message)
    {
        if (string.IsNullOrEmpty(message.Text) || string.IsNullOrEmpty(message.Interactive?.ButtonText))
        {
            return new MessageRefusal(string.IsNullOrEmpty(message.Text) ? MessagePart.Text : MessagePart.ListButton, "The text of the list, or of the button that opens it, is missing.");
        }

        return message.Interactive.Sections.Sum(section => section.Rows.Count) is > 0 and <= MaxRows
            && message.Interactive.Sections.All(section => section.Rows.Count > 0) ? null : new MessageRefusal(MessagePart.Sections, "The list has not one to ten rows, or an empty section.");
    }
}
