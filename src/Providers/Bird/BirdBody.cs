using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Bird;

/// <summary>Bodies of messages for the Channels API (docs.bird.com "Sending messages"). What it has no documented field for is refused, not dropped.</summary>
internal static class BirdBody
{
    internal static MessageRefusal? Check(OutboundMessage message)
    {
        if (MessageShape.Problem(message) is { } problem)
        {
            return problem;
        }

        if (Recipient.KindOf(message.To) is not (RecipientKind.Phone or RecipientKind.Bsuid))
        {
            return new MessageRefusal(MessagePart.Recipient, "Bird sends to phones and user ids only.");
        }

        return message.Type switch
        {
            OutboundType.Sticker => new MessageRefusal(MessagePart.Type, "Bird sends no stickers."),
            OutboundType.Reaction => new MessageRefusal(MessagePart.Type, "Bird sends no reactions."),
            OutboundType.Image or OutboundType.Video or OutboundType.Audio or OutboundType.Document => Media(message),
            OutboundType.Template => BirdTemplateBody.Check(message.Template!),
            OutboundType.Buttons when !string.IsNullOrEmpty(message.Interactive!.Header) || !string.IsNullOrEmpty(message.Interactive.Footer) =>
                new MessageRefusal(string.IsNullOrEmpty(message.Interactive.Header) ? MessagePart.Footer : MessagePart.Header, "Bird's buttons have no header and no footer."),
            OutboundType.List when !string.IsNullOrEmpty(message.Interactive!.Footer) => new MessageRefusal(MessagePart.Footer, "Bird's lists have no footer."),
            OutboundType.List when message.Interactive!.Sections.Any(section => section.Rows.Any(row => !string.IsNullOrEmpty(row.Description))) =>
                new MessageRefusal(MessagePart.Sections, "The rows of Bird's lists have no description."),
            _ => null,
        };
    }

    internal static ReadOnlyMemory<byte> Write(OutboundMessage message, string correlationId) =>
        JsonBody.Object((message, correlationId), static (json, send) =>
        {
            Receiver(json, send.message.To);
            if (send.message.Type == OutboundType.Template)
            {
                BirdTemplateBody.Write(json, send.message.Template!);
            }
            else
            {
                json.WriteStartObject("body"u8);
                Content(json, send.message);
                json.WriteEndObject();
            }

            if (send.message.ReplyTo is { } quoted)
            {
                json.WriteStartObject("replyTo"u8);
                json.WriteString("id"u8, quoted);
                json.WriteString("type"u8, "message"u8);
                json.WriteEndObject();
            }

            json.WriteString("reference"u8, send.correlationId);
        });

    private static MessageRefusal? Media(OutboundMessage message)
    {
        if (string.IsNullOrEmpty(message.Media!.Url))
        {
            return new MessageRefusal(MessagePart.Media, "Bird takes media by its address only.");
        }

        // Its one type for files is told apart by media type: without one, sound arrives as a document.
        return message.Type is OutboundType.Video or OutboundType.Audio && string.IsNullOrEmpty(message.Media.MimeType)
            ? new MessageRefusal(MessagePart.MimeType, "Bird needs the media type of video and sound.")
            : null;
    }

    private static void Receiver(Utf8JsonWriter json, string to)
    {
        json.WriteStartObject("receiver"u8);
        json.WriteStartArray("contacts"u8);
        json.WriteStartObject();
        json.WriteString("identifierKey"u8, Recipient.KindOf(to) == RecipientKind.Bsuid ? "whatsappbsuid"u8 : "phonenumber"u8);
        json.WriteString("identifierValue"u8, to);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Content(Utf8JsonWriter json, OutboundMessage message)
    {
        switch (message.Type)
        {
            case OutboundType.Image:
                Start(json, "image"u8);
                json.WriteStartArray("images"u8);
                json.WriteStartObject();
                json.WriteString("mediaUrl"u8, message.Media!.Url);
                json.WriteEndObject();
                json.WriteEndArray();
                json.Optional("text"u8, message.Text);
                break;
            case OutboundType.Video or OutboundType.Audio or OutboundType.Document:
                Start(json, "file"u8);
                File(json, message);
                break;
            case OutboundType.Location:
                Start(json, "location"u8);
                Location(json, message.Location!);
                break;
            case OutboundType.List:
                Start(json, "list"u8);
                List(json, message);
                break;
            default:
                Start(json, "text"u8);
                json.WriteString("text"u8, message.Text);
                if (message.Type == OutboundType.Buttons)
                {
                    Actions(json, message.Interactive!.Buttons.Select(button => (button.Id, button.Title)));
                }

                break;
        }

        json.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter json, ReadOnlySpan<byte> type)
    {
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
    }

    private static void File(Utf8JsonWriter json, OutboundMessage message)
    {
        json.WriteStartArray("files"u8);
        json.WriteStartObject();
        json.WriteString("mediaUrl"u8, message.Media!.Url);
        json.Optional("contentType"u8, message.Media.MimeType);
        json.Optional("filename"u8, message.Media.FileName);
        json.WriteEndObject();
        json.WriteEndArray();
        json.Optional("text"u8, message.Text);
    }

    // Only the coordinates are documented; names inside "location" are those of Bird's own inbound form.
    private static void Location(Utf8JsonWriter json, OutboundLocation place)
    {
        json.WriteStartObject("coordinates"u8);
        json.WriteNumber("latitude"u8, place.Latitude);
        json.WriteNumber("longitude"u8, place.Longitude);
        json.WriteEndObject();
        if (!string.IsNullOrEmpty(place.Name) || !string.IsNullOrEmpty(place.Address))
        {
            json.WriteStartObject("location"u8);
            json.Optional("label"u8, place.Name);
            json.Optional("address"u8, place.Address);
            json.WriteEndObject();
        }
    }

    private static void List(Utf8JsonWriter json, OutboundMessage message)
    {
        var interactive = message.Interactive!;
        json.WriteString("text"u8, message.Text);
        json.Optional("title"u8, interactive.Header);
        json.WriteStartArray("items"u8);
        foreach (var section in interactive.Sections)
        {
            json.WriteStartObject();
            json.Optional("title"u8, section.Title);
            Actions(json, section.Rows.Select(row => (row.Id, row.Title)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("metadata"u8);
        json.WriteStartObject("button"u8);
        json.WriteString("label"u8, interactive.ButtonText);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Actions(Utf8JsonWriter json, IEnumerable<(string Id, string Title)> choices)
    {
        json.WriteStartArray("actions"u8);
        foreach (var (id, title) in choices)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "postback"u8);
            json.WriteStartObject("postback"u8);
            json.WriteString("text"u8, title);
            json.WriteString("payload"u8, id);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
