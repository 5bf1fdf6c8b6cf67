using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Evolution;

/// <summary>Bodies of messages for Evolution 2.x. Fields that its schemas require are written empty where we have nothing.</summary>
internal static class EvolutionBody
{
    internal static MessageRefusal? Check(OutboundMessage message)
    {
        if (MessageShape.Problem(message) is { } problem)
        {
            return problem;
        }

        if (Jid(message.To) is null)
        {
            return new MessageRefusal(MessagePart.Recipient, "Evolution sends to phones, LIDs and groups of WhatsApp Web only.");
        }

        return message.Type switch
        {
            OutboundType.Template => new MessageRefusal(MessagePart.Type, "Evolution has no templates on WHATSAPP-BAILEYS; free text needs none there."),
            OutboundType.Image or OutboundType.Video or OutboundType.Audio or OutboundType.Document or OutboundType.Sticker when string.IsNullOrEmpty(message.Media!.Url) =>
                new MessageRefusal(MessagePart.Media, "Evolution takes media by its address only."),
            _ => null,
        };
    }

    /// <summary>The last part of the path.</summary>
    internal static string Method(OutboundType type) => type switch
    {
        OutboundType.Text => "sendText",
        OutboundType.Audio => "sendWhatsAppAudio",
        OutboundType.Sticker => "sendSticker",
        OutboundType.Buttons => "sendButtons",
        OutboundType.List => "sendList",
        OutboundType.Location => "sendLocation",
        OutboundType.Reaction => "sendReaction",
        _ => "sendMedia",
    };

    /// <summary>The address of a contact at WhatsApp Web; null when it has none.</summary>
    internal static string? Jid(string contactKey) => Recipient.KindOf(contactKey) switch
    {
        RecipientKind.Phone => contactKey[1..] + "@s.whatsapp.net",
        RecipientKind.Lid or RecipientKind.GroupJid => contactKey,
        _ => null,
    };

    internal static ReadOnlyMemory<byte> Write(OutboundMessage message) =>
        JsonBody.Object(message, static (json, send) =>
        {
            if (send.Type == OutboundType.Reaction)
            {
                Reaction(json, send);
                return;
            }

            json.WriteString("number"u8, Recipient.KindOf(send.To) == RecipientKind.Phone ? send.To[1..] : send.To);
            Content(json, send);
            if (send.ReplyTo is { } quoted)
            {
                json.WriteStartObject("quoted"u8);
                json.WriteStartObject("key"u8);
                json.WriteString("id"u8, quoted);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        });

    private static void Content(Utf8JsonWriter json, OutboundMessage message)
    {
        switch (message.Type)
        {
            case OutboundType.Text:
                json.WriteString("text"u8, message.Text);
                json.WriteNumber("delay"u8, 0); // It would block the call; pace is kept before it.
                json.WriteBoolean("linkPreview"u8, message.PreviewUrl);
                break;
            case OutboundType.Audio:
                json.WriteString("audio"u8, message.Media!.Url);
                break;
            case OutboundType.Sticker:
                json.WriteString("sticker"u8, message.Media!.Url);
                break;
            case OutboundType.Location:
                json.WriteString("name"u8, message.Location!.Name ?? "");
                json.WriteString("address"u8, message.Location.Address ?? "");
                json.WriteNumber("latitude"u8, message.Location.Latitude);
                json.WriteNumber("longitude"u8, message.Location.Longitude);
                break;
            case OutboundType.Buttons:
                Buttons(json, message);
                break;
            case OutboundType.List:
                List(json, message);
                break;
            default:
                Media(json, message);
                break;
        }
    }

    private static void Media(Utf8JsonWriter json, OutboundMessage message)
    {
        json.WriteString("mediatype"u8, message.Type switch
        {
            OutboundType.Image => "image"u8,
            OutboundType.Video => "video"u8,
            _ => "document"u8,
        });
        json.Optional("mimetype"u8, message.Media!.MimeType);
        json.Optional("caption"u8, message.Text);
        json.WriteString("media"u8, message.Media.Url);
        json.Optional("fileName"u8, message.Media.FileName);
    }

    // Evolution prints the title in bold above the description, and "undefined" where there is none.
    private static void Buttons(Utf8JsonWriter json, OutboundMessage message)
    {
        var header = message.Interactive!.Header;
        json.WriteString("title"u8, string.IsNullOrEmpty(header) ? message.Text : header);
        if (!string.IsNullOrEmpty(header))
        {
            json.WriteString("description"u8, message.Text);
        }

        json.Optional("footer"u8, message.Interactive.Footer);
        json.WriteStartArray("buttons"u8);
        foreach (var button in message.Interactive.Buttons)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "reply"u8);
            json.WriteString("displayText"u8, button.Title);
            json.WriteString("id"u8, button.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void List(Utf8JsonWriter json, OutboundMessage message)
    {
        var interactive = message.Interactive!;
        json.WriteString("title"u8, interactive.Header ?? "");
        json.WriteString("description"u8, message.Text);
        json.WriteString("buttonText"u8, interactive.ButtonText);
        json.WriteString("footerText"u8, interactive.Footer ?? "");
        json.WriteStartArray("sections"u8);
        foreach (var section in interactive.Sections)
        {
            json.WriteStartObject();
            json.WriteString("title"u8, section.Title ?? interactive.ButtonText);
            json.WriteStartArray("rows"u8);
            foreach (var row in section.Rows)
            {
                json.WriteStartObject();
                json.WriteString("title"u8, row.Title);
                json.Optional("description"u8, row.Description);
                json.WriteString("rowId"u8, row.Id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Reaction(Utf8JsonWriter json, OutboundMessage message)
    {
        json.WriteStartObject("key"u8);
        json.WriteString("remoteJid"u8, Jid(message.To));
        json.WriteBoolean("fromMe"u8, message.Reaction!.FromMe);
        json.WriteString("id"u8, message.Reaction.MessageId);
        json.WriteEndObject();
        json.WriteString("reaction"u8, message.Reaction.Emoji);
    }
}
