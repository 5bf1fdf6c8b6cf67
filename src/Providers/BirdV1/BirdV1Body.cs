using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Sending;

namespace Relevo.Providers.BirdV1;

/// <summary>Bodies of messages for platform v1: one kind of content each; buttons, lists, reactions and quotes are not modelled there.</summary>
internal static class BirdV1Body
{
    internal static MessageRefusal? Check(OutboundMessage message)
    {
        if (MessageShape.Problem(message) is { } problem)
        {
            return problem;
        }

        if (Recipient.KindOf(message.To) != RecipientKind.Phone)
        {
            return new MessageRefusal(MessagePart.Recipient, "Bird's platform v1 sends to phones only.");
        }

        if (message.ReplyTo is not null)
        {
            return new MessageRefusal(MessagePart.ReplyTo, "Bird's platform v1 quotes no messages.");
        }

        return message.Type switch
        {
            OutboundType.Buttons or OutboundType.List or OutboundType.Reaction => new MessageRefusal(MessagePart.Type, "Bird's platform v1 sends no buttons, lists and reactions."),
            OutboundType.Image or OutboundType.Video or OutboundType.Audio or OutboundType.Document or OutboundType.Sticker when string.IsNullOrEmpty(message.Media!.Url) =>
                new MessageRefusal(MessagePart.Media, "Bird's platform v1 takes media by its address only."),
            _ => null,
        };
    }

    internal static ReadOnlyMemory<byte> Write(OutboundMessage message, string from, string id) =>
        JsonBody.Object((message, from, id), static (json, send) =>
        {
            json.WriteString("to"u8, send.message.To);
            json.WriteString("from"u8, send.from);
            Content(json, send.message);
            json.WriteStartObject("metadata"u8);
            json.WriteString("gatewayId"u8, send.id);
            json.WriteEndObject();
        });

    private static void Content(Utf8JsonWriter json, OutboundMessage message)
    {
        json.WriteStartObject(Word(message.Type));
        switch (message.Type)
        {
            case OutboundType.Text:
                json.WriteString("body"u8, message.Text);
                json.WriteBoolean("preview_url"u8, message.PreviewUrl);
                break;
            case OutboundType.Template:
                Template(json, message.Template!);
                break;
            case OutboundType.Location:
                json.WriteNumber("latitude"u8, message.Location!.Latitude);
                json.WriteNumber("longitude"u8, message.Location.Longitude);
                json.Optional("name"u8, message.Location.Name);
                json.Optional("address"u8, message.Location.Address);
                break;
            default:
                json.WriteString("url"u8, message.Media!.Url);
                json.Optional("caption"u8, message.Text);
                if (message.Type == OutboundType.Document)
                {
                    json.Optional("filename"u8, message.Media.FileName);
                }

                break;
        }

        json.WriteEndObject();
    }

    // Languages are written en-US there, en_US at Meta.
    private static void Template(Utf8JsonWriter json, OutboundTemplate template)
    {
        json.WriteString("slug"u8, template.Name);
        json.WriteString("language"u8, template.Language.Replace('_', '-'));
        if (template.Components is { ValueKind: JsonValueKind.Array } components)
        {
            json.Raw("components"u8, components);
        }
    }

    private static string Word(OutboundType type) => type switch
    {
        OutboundType.Text => "text",
        OutboundType.Image => "image",
        OutboundType.Video => "video",
        OutboundType.Audio => "audio",
        OutboundType.Document => "document",
        OutboundType.Sticker => "sticker",
        OutboundType.Location => "location",
        _ => "template",
    };
}
