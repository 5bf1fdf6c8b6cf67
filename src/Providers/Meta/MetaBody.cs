using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Meta;

/// <summary>Bodies of messages for the Cloud API.</summary>
internal static class MetaBody
{
    // developers.facebook.com "Messages": captions and the body of buttons.
    private const int MaxCaption = 1024;

    internal static MessageRefusal? Check(OutboundMessage message)
    {
        if (MessageShape.Problem(message) is { } problem)
        {
            return problem;
        }

        return Recipient.KindOf(message.To) switch
        {
            RecipientKind.Unknown => new MessageRefusal(MessagePart.Recipient, "The recipient is no phone, user id or group."),
            RecipientKind.Lid or RecipientKind.GroupJid => new MessageRefusal(MessagePart.Recipient, "The Cloud API does not know recipients of WhatsApp Web."),
            _ when message.Type is OutboundType.Image or OutboundType.Video or OutboundType.Document && message.Text is { Length: > MaxCaption } =>
                new MessageRefusal(MessagePart.Text, "The Cloud API takes captions of up to 1,024 characters."),
            _ when message.Type == OutboundType.Buttons && message.Text!.Length > MaxCaption =>
                new MessageRefusal(MessagePart.Text, "The Cloud API takes up to 1,024 characters above buttons."),
            _ => null,
        };
    }

    internal static ReadOnlyMemory<byte> Write(OutboundMessage message, string correlationId) =>
        JsonBody.Object((message, correlationId), static (json, send) =>
        {
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            To(json, send.message.To);
            if (send.message.ReplyTo is { } quoted)
            {
                json.WriteStartObject("context"u8);
                json.WriteString("message_id"u8, quoted);
                json.WriteEndObject();
            }

            Content(json, send.message);
            json.WriteString("biz_opaque_callback_data"u8, send.correlationId);
        });

    // A BSUID has a field of its own (developers.facebook.com "Business-scoped user IDs").
    private static void To(Utf8JsonWriter json, string to)
    {
        var kind = Recipient.KindOf(to);
        json.WriteString("recipient_type"u8, kind == RecipientKind.CloudGroup ? "group"u8 : "individual"u8);
        json.WriteString(kind == RecipientKind.Bsuid ? "recipient"u8 : "to"u8, to);
    }

    private static void Content(Utf8JsonWriter json, OutboundMessage message)
    {
        var type = TypeWord(message.Type);
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
        switch (message.Type)
        {
            case OutboundType.Text:
                json.WriteBoolean("preview_url"u8, message.PreviewUrl);
                json.WriteString("body"u8, message.Text);
                break;
            case OutboundType.Template:
                Template(json, message.Template!);
                break;
            case OutboundType.Buttons or OutboundType.List:
                MetaInteractiveBody.Write(json, message);
                break;
            case OutboundType.Location:
                json.WriteNumber("latitude"u8, message.Location!.Latitude);
                json.WriteNumber("longitude"u8, message.Location.Longitude);
                json.Optional("name"u8, message.Location.Name);
                json.Optional("address"u8, message.Location.Address);
                break;
            case OutboundType.Reaction:
                json.WriteString("message_id"u8, message.Reaction!.MessageId);
                json.WriteString("emoji"u8, message.Reaction.Emoji); // empty takes an earlier one back
                break;
            default:
                Media(json, message);
                break;
        }

        json.WriteEndObject();
    }

    private static void Media(Utf8JsonWriter json, OutboundMessage message)
    {
        var media = message.Media!;
        json.Optional("id"u8, media.Id);
        json.Optional("link"u8, media.Url);
        json.Optional("caption"u8, message.Text);
        if (message.Type == OutboundType.Document)
        {
            json.Optional("filename"u8, media.FileName);
        }
    }

    private static void Template(Utf8JsonWriter json, OutboundTemplate template)
    {
        json.WriteString("name"u8, template.Name);
        json.WriteStartObject("language"u8);
        json.WriteString("code"u8, template.Language);
        json.WriteEndObject();
        if (template.Components is { ValueKind: JsonValueKind.Array } components)
        {
            json.Raw("components"u8, components);
        }
    }

    private static string TypeWord(OutboundType type) => type switch
    {
        OutboundType.Text => "text",
        OutboundType.Image => "image",
        OutboundType.Video => "video",
        OutboundType.Audio => "audio",
        OutboundType.Document => "document",
        OutboundType.Sticker => "sticker",
        OutboundType.Template => "template",
        OutboundType.Location => "location",
        OutboundType.Reaction => "reaction",
        _ => "interactive",
    };
}
