using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.BirdV1;

/// <summary><c>whatsapp.received</c>. Taps, reactions and contact cards are not modelled there and come as <c>unsupported</c>.</summary>
internal static class BirdV1Message
{
    internal static InboundEvent Read(JsonElement data, DateTimeOffset? time, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var content = default(EventContent);
        content.Known = TryRead(data, ref content);
        var scope = BirdV1Party.Us(data, "to"u8, number, ref content.Odd);
        var written = new WrittenMessage
        {
            Kind = EventKind.Message,
            Id = Field.Key(data, "whatsapp_id"u8, ref content.Odd),
            With = BirdV1Party.Contact(data, "from"u8, ref content.Odd),
            Time = time,
        };
        return written.ToEvent(scope, content, raw);
    }

    private static bool TryRead(JsonElement data, ref EventContent content)
    {
        if (Field.TryObject(data, "text"u8, out var text, ref content.Odd))
        {
            content.Type = "text";
            content.Text = Field.Text(text, "body"u8, ref content.Odd);
            return content.Text is not null;
        }

        return Media(data, "image"u8, "image", ref content)
            || Media(data, "video"u8, "video", ref content)
            || Media(data, "audio"u8, "audio", ref content)
            || Media(data, "sticker"u8, "sticker", ref content)
            || Media(data, "document"u8, "document", ref content)
            || Location(data, ref content)
            || Unsupported(data, ref content);
    }

    private static bool Media(JsonElement data, ReadOnlySpan<byte> name, string type, ref EventContent content)
    {
        if (!Field.TryObject(data, name, out var media, ref content.Odd))
        {
            return false;
        }

        content.Type = type;
        content.MediaId = Field.Key(media, "id"u8, ref content.Odd);
        content.MediaUrl = Field.Text(media, "url"u8, ref content.Odd);
        content.MimeType = Field.Key(media, "mime_type"u8, ref content.Odd);
        content.Text = Field.Text(media, "caption"u8, ref content.Odd);
        content.FileName = Field.Text(media, "filename"u8, ref content.Odd);
        content.Voice = Field.Flag(media, "voice"u8, ref content.Odd);
        return true;
    }

    private static bool Location(JsonElement data, ref EventContent content)
    {
        if (!Field.TryObject(data, "location"u8, out var location, ref content.Odd))
        {
            return false;
        }

        content.Type = "location";
        content.Latitude = Field.Number(location, "latitude"u8, ref content.Odd);
        content.Longitude = Field.Number(location, "longitude"u8, ref content.Odd);
        return true;
    }

    private static bool Unsupported(JsonElement data, ref EventContent content)
    {
        if (!Field.TryObject(data, "unsupported"u8, out var unsupported, ref content.Odd))
        {
            return false;
        }

        content.Type = "unsupported";
        content.OriginalType = Field.Key(unsupported, "type"u8, ref content.Odd);
        return true;
    }
}
