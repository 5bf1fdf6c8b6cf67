using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.MessageBird;

/// <summary>A message of the legacy API. What is sent is an echo: the gateway itself never sends through it.</summary>
internal static class MessageBirdMessage
{
    private static readonly WordTable Types = new("text", "image", "video", "audio", "file", "location");

    internal static InboundEvent Read(JsonElement root, JsonElement message, EventKind kind, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var content = default(EventContent);
        var received = kind == EventKind.Message;
        ReadContent(message, ref content);
        var scope = MessageBirdParties.Us(message, received, number, ref content.Odd);
        var written = new WrittenMessage
        {
            Kind = kind,
            Id = Field.Key(message, "id"u8, ref content.Odd),
            With = new Correspondent { ContactKey = MessageBirdParties.Contact(root, message, received, ref content.Odd) },
            Time = Field.TryAny(message, "createdDatetime"u8, out var created) ? Rfc3339.Read(created) : null,
        };
        return written.ToEvent(scope, content, raw);
    }

    private static void ReadContent(JsonElement message, ref EventContent content)
    {
        content.Type = Field.Word(message, "type"u8, Types, ref content.Odd);
        if (!Field.TryObject(message, "content"u8, out var body, ref content.Odd))
        {
            return;
        }

        content.Known = content.Type switch
        {
            "text" => (content.Text = Field.Text(body, "text"u8, ref content.Odd)) is not null,
            "image" => Media(body, "image"u8, "image", ref content),
            "video" => Media(body, "video"u8, "video", ref content),
            "audio" => Media(body, "audio"u8, "audio", ref content),
            "file" => Media(body, "file"u8, "document", ref content),
            "location" => Location(body, ref content),
            _ => false,
        };
    }

    private static bool Media(JsonElement body, ReadOnlySpan<byte> name, string type, ref EventContent content)
    {
        if (!Field.TryObject(body, name, out var media, ref content.Odd))
        {
            return false;
        }

        content.Type = type;
        content.MediaUrl = Field.Text(media, "url"u8, ref content.Odd);
        content.Text = Field.Text(media, "caption"u8, ref content.Odd);
        return true;
    }

    private static bool Location(JsonElement body, ref EventContent content)
    {
        if (!Field.TryObject(body, "location"u8, out var location, ref content.Odd))
        {
            return false;
        }

        content.Latitude = Field.Number(location, "latitude"u8, ref content.Odd);
        content.Longitude = Field.Number(location, "longitude"u8, ref content.Odd);
        return true;
    }
}
