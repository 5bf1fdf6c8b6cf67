using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>What a message holds, by its <c>type</c> (facebook/openapi v23.0, <c>/whatsapp/webhooks</c> examples).</summary>
internal static class MetaContent
{
    private static readonly WordTable Types = new(
        "text", "image", "audio", "interactive", "button", "document", "video", "sticker", "reaction", "location",
        "contacts", "order", "system", "voice", "unsupported", "unknown");

    internal static void Read(JsonElement message, ref EventContent content)
    {
        content.Type = Field.Word(message, "type"u8, Types, ref content.Odd);
        content.Known = content.Type is not null && ReadType(message, content.Type, ref content);
        if (Field.TryObject(message, "context"u8, out var context, ref content.Odd))
        {
            content.ReplyTo = Field.Key(context, "id"u8, ref content.Odd);
        }

        content.ErrorCode = FirstErrorCode(message, ref content.Odd);
    }

    /// <summary><c>errors[0].code</c>, the one that decides.</summary>
    internal static string? FirstErrorCode(JsonElement parent, ref bool odd) =>
        Field.TryFirst(parent, "errors"u8, out var error, ref odd) ? Field.Code(error, "code"u8, ref odd) : null;

    private static bool ReadType(JsonElement message, string type, ref EventContent content)
    {
        switch (type)
        {
            case "text":
                return Field.TryObject(message, "text"u8, out var text, ref content.Odd)
                    && (content.Text = Field.Text(text, "body"u8, ref content.Odd)) is not null;
            case "image": return Media(message, "image"u8, ref content);
            case "video": return Media(message, "video"u8, ref content);
            case "document": return Media(message, "document"u8, ref content);
            case "sticker": return Media(message, "sticker"u8, ref content);
            case "audio": return Media(message, "audio"u8, ref content);
            case "voice": return Voice(message, ref content);
            case "location": return Location(message, ref content);
            case "contacts": return Field.TryArray(message, "contacts"u8, out _, ref content.Odd);
            case "reaction": return Reaction(message, ref content);
            case "button": return Button(message, ref content);
            case "interactive": return MetaInteractive.Read(message, ref content);
            case "order": return Order(message, ref content);
            case "system": return MetaSystem.Read(message, ref content);
            case "unsupported" or "unknown": return Unsupported(message, ref content);
            default: return false;
        }
    }

    private static bool Media(JsonElement message, ReadOnlySpan<byte> name, ref EventContent content)
    {
        if (!Field.TryObject(message, name, out var media, ref content.Odd))
        {
            return false;
        }

        content.MediaId = Field.Key(media, "id"u8, ref content.Odd);
        content.MimeType = Field.Key(media, "mime_type"u8, ref content.Odd);
        content.Text = Field.Text(media, "caption"u8, ref content.Odd);
        content.FileName = Field.Text(media, "filename"u8, ref content.Odd);
        content.Voice = Field.Flag(media, "voice"u8, ref content.Odd);
        return true;
    }

    // Older accounts still send voice notes under a type and key of their own (courier voice.json).
    private static bool Voice(JsonElement message, ref EventContent content)
    {
        var known = Media(message, "voice"u8, ref content);
        content.Type = "audio";
        content.Voice = true;
        return known;
    }

    private static bool Location(JsonElement message, ref EventContent content)
    {
        if (!Field.TryObject(message, "location"u8, out var location, ref content.Odd))
        {
            return false;
        }

        content.Latitude = Field.Number(location, "latitude"u8, ref content.Odd);
        content.Longitude = Field.Number(location, "longitude"u8, ref content.Odd);
        return true;
    }

    // No emoji: the reaction was taken back.
    private static bool Reaction(JsonElement message, ref EventContent content)
    {
        if (!Field.TryObject(message, "reaction"u8, out var reaction, ref content.Odd))
        {
            return false;
        }

        content.Target = Field.Key(reaction, "message_id"u8, ref content.Odd);
        content.Emoji = Field.Text(reaction, "emoji"u8, ref content.Odd);
        return true;
    }

    private static bool Button(JsonElement message, ref EventContent content)
    {
        if (!Field.TryObject(message, "button"u8, out var button, ref content.Odd))
        {
            return false;
        }

        content.Payload = Field.Text(button, "payload"u8, ref content.Odd);
        content.Text = Field.Text(button, "text"u8, ref content.Odd);
        return true;
    }

    private static bool Order(JsonElement message, ref EventContent content)
    {
        if (!Field.TryObject(message, "order"u8, out var order, ref content.Odd))
        {
            return false;
        }

        content.Text = Field.Text(order, "text"u8, ref content.Odd);
        return true;
    }

    // A type the Cloud API itself does not carry; it says at most which one.
    private static bool Unsupported(JsonElement message, ref EventContent content)
    {
        content.Type = "unsupported";
        if (Field.TryObject(message, "unsupported"u8, out var unsupported, ref content.Odd))
        {
            content.OriginalType = Field.Key(unsupported, "type"u8, ref content.Odd);
        }

        return true;
    }
}
