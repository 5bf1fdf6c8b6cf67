using System.Text.Json;
using Relevo.Providers.Media;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Api.Media;

/// <summary>What of a stored event is needed to ask its provider about it.</summary>
internal sealed record StoredEvent(
    string Provider, string? Kind, string? ContactKey, string? ProviderMessageId, string? MediaId, string? MediaUrl, string? MimeType, string? FileName, string? Base64)
{
    private const int MaxDepth = 256;

    /// <summary>Reads an encoded event; null when it is none.</summary>
    public static StoredEvent? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var e = document.RootElement;
            return e.ValueKind != JsonValueKind.Object || Text(e, "provider") is not { } provider ? null : new StoredEvent(
                provider,
                Text(e, "kind"),
                Text(e, "contactKey"),
                Text(e, "providerMessageId"),
                Text(e, "mediaId"),
                Text(e, "mediaUrl"),
                Text(e, "mimeType"),
                Text(e, "fileName"),
                e.TryGetProperty("base64Length", out _) ? Base64Of(e) : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public MediaSource ToMediaSource(SendAccount account) =>
        new(Provider, account, MediaId, MediaUrl, MimeType, FileName, ProviderMessageId, Base64);

    // Evolution puts the media into its own message object when it is told to.
    private static string? Base64Of(JsonElement e) =>
        e.TryGetProperty("raw", out var raw) && raw.ValueKind == JsonValueKind.Object
        && raw.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
            ? Text(message, "base64")
            : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
