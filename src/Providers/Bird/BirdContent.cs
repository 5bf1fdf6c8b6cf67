using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>
/// What a message holds, by <c>body.type</c>. Audio, video and documents all come as files and are told apart by their
/// media type (docs.bird.com mapping table). Types whose inbound shape nobody published stay unknown.
/// </summary>
internal static class BirdContent
{
    private static readonly WordTable Types = new("text", "image", "file", "list", "interactive", "location");

    internal static void Read(JsonElement payload, ref EventContent content)
    {
        if (!Field.TryObject(payload, "body"u8, out var body, ref content.Odd))
        {
            return;
        }

        content.Type = Field.Word(body, "type"u8, Types, ref content.Odd);
        content.Known = content.Type switch
        {
            "text" => Text(body, "text"u8, ref content),
            "list" => Text(body, "list"u8, ref content),
            "interactive" => Text(body, "interactive"u8, ref content),
            "image" => Image(body, ref content),
            "file" => File(body, ref content),
            "location" => Location(body, ref content),
            _ => false,
        };
    }

    // A tapped button or row is the first action of whatever body it answers.
    private static bool Text(JsonElement body, ReadOnlySpan<byte> name, ref EventContent content)
    {
        if (!Field.TryObject(body, name, out var text, ref content.Odd))
        {
            return false;
        }

        content.Text = Field.Text(text, "text"u8, ref content.Odd);
        if (Field.TryFirst(text, "actions"u8, out var action, ref content.Odd)
            && Field.TryObject(action, "postback"u8, out var postback, ref content.Odd))
        {
            content.Type = "interactive";
            content.Payload = Field.Text(postback, "payload"u8, ref content.Odd);
            content.Text = Field.Text(postback, "text"u8, ref content.Odd) ?? content.Text;
        }

        return true;
    }

    private static bool Image(JsonElement body, ref EventContent content)
    {
        if (!Field.TryObject(body, "image"u8, out var image, ref content.Odd))
        {
            return false;
        }

        content.Text = Field.Text(image, "text"u8, ref content.Odd);
        if (Field.TryFirst(image, "images"u8, out var first, ref content.Odd))
        {
            Media(first, ref content);
        }

        return true;
    }

    private static bool File(JsonElement body, ref EventContent content)
    {
        if (!Field.TryObject(body, "file"u8, out var file, ref content.Odd))
        {
            return false;
        }

        content.Text = Field.Text(file, "text"u8, ref content.Odd);
        if (Field.TryFirst(file, "files"u8, out var first, ref content.Odd))
        {
            Media(first, ref content);
        }

        content.Type = TypeOf(content.MimeType);
        return true;
    }

    private static void Media(JsonElement media, ref EventContent content)
    {
        content.MediaUrl = Field.Text(media, "mediaUrl"u8, ref content.Odd);
        content.MimeType = Field.Key(media, "contentType"u8, ref content.Odd);
        content.FileName = Field.Text(media, "filename"u8, ref content.Odd);
    }

    private static bool Location(JsonElement body, ref EventContent content)
    {
        if (!Field.TryObject(body, "location"u8, out var location, ref content.Odd))
        {
            return false;
        }

        if (Field.TryObject(location, "coordinates"u8, out var coordinates, ref content.Odd))
        {
            content.Latitude = Field.Number(coordinates, "latitude"u8, ref content.Odd);
            content.Longitude = Field.Number(coordinates, "longitude"u8, ref content.Odd);
        }

        return true;
    }

    private static string TypeOf(string? mimeType) => mimeType switch
    {
        _ when Begins(mimeType, "audio/") => "audio",
        _ when Begins(mimeType, "video/") => "video",
        _ when Begins(mimeType, "image/") => "image",
        _ => "document",
    };

    private static bool Begins(string? mimeType, string family) => mimeType?.StartsWith(family, StringComparison.OrdinalIgnoreCase) == true;
}
