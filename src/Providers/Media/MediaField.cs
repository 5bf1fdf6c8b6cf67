using System.Text.Json;

namespace Relevo.Providers.Media;

/// <summary>Finds the media in Evolution's answer <c>{…, mimetype, base64}</c> without reading it whole.</summary>
internal static class MediaField
{
    private const int MaxHead = 64 * 1024;

    /// <summary>Reads up to the opening quote of <c>base64</c>.</summary>
    /// <returns>What of the string was read with it, and the media type; null when there is no such string within 64 KiB.</returns>
    internal static async Task<(ReadOnlyMemory<byte> Begun, string? MimeType)?> FindAsync(Stream answer, CancellationToken cancellation)
    {
        var head = new byte[MaxHead];
        var length = 0;
        while (length < MaxHead && await answer.ReadAsync(head.AsMemory(length), cancellation) is > 0 and var read)
        {
            length += read;
            if (Find(head.AsSpan(0, length), out var start, out var mimeType))
            {
                return (head.AsMemory(start, length - start), mimeType);
            }
        }

        return null;
    }

    private static bool Find(ReadOnlySpan<byte> head, out int start, out string? mimeType)
    {
        start = 0;
        mimeType = null;
        var json = new Utf8JsonReader(head, isFinalBlock: false, default);
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                {
                    continue;
                }

                if (json.ValueTextEquals("base64"u8))
                {
                    var value = head[(int)json.BytesConsumed..];
                    var quote = value.IndexOfAnyExcept(" \t\r\n"u8);
                    start = (int)json.BytesConsumed + quote + 1;
                    return quote >= 0 && value[quote] == '"';
                }

                if (json.ValueTextEquals("mimetype"u8) && json.Read() && json.TokenType == JsonTokenType.String)
                {
                    mimeType = Reading.JsonText.Of(json.ValueSpan);
                }
            }
        }
        catch (JsonException)
        {
            start = 0; // No JSON, and more of it will not make it JSON.
        }

        return false;
    }
}
