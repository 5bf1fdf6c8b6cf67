namespace Relevo.Sandbox.Media;

/// <summary>What a media type is called in messages.</summary>
internal static class MediaKind
{
    /// <summary><c>image</c>, <c>video</c>, <c>audio</c>, <c>sticker</c> or <c>document</c>.</summary>
    public static string Of(string? mimeType) => mimeType switch
    {
        "image/webp" => "sticker",
        { } type when type.StartsWith("image/", StringComparison.Ordinal) => "image",
        { } type when type.StartsWith("video/", StringComparison.Ordinal) => "video",
        { } type when type.StartsWith("audio/", StringComparison.Ordinal) => "audio",
        _ => "document",
    };
}
