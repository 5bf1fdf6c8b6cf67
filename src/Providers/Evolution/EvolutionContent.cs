using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// What a message holds: the first property of <c>message</c> that we know (WAProto Message). Wrappers for vanishing and
/// once-only messages nest and are opened; what only accompanies a message is passed over.
/// </summary>
internal static class EvolutionContent
{
    private const int MaxWrappers = 8;

    private static readonly WordTable Wrappers = new(
        "ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension", "documentWithCaptionMessage");

    private static readonly WordTable Companions = new("messageContextInfo", "base64", "mediaUrl", "senderKeyDistributionMessage");

    internal static void Read(JsonElement data, ref EventContent content)
    {
        content.Type = Field.Key(data, "messageType"u8, ref content.Odd);
        if (Field.TryObject(data, "contextInfo"u8, out var context, ref content.Odd))
        {
            content.ReplyTo = Field.Key(context, "stanzaId"u8, ref content.Odd);
        }

        if (Field.TryObject(data, "message"u8, out var message, ref content.Odd))
        {
            ReadMessage(message, ref content);
        }
    }

    /// <summary>Reads a <c>message</c> object.</summary>
    internal static void ReadMessage(JsonElement message, ref EventContent content)
    {
        var inner = Unwrap(message, ref content.Odd);
        string? other = null;
        foreach (var property in inner.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null || IsCompanion(property))
            {
                continue;
            }

            if (EvolutionParts.TryRead(property, ref content))
            {
                content.Known = true;
                break;
            }

            other ??= property.Name.Length <= 128 ? property.Name : null;
        }

        if (!content.Known)
        {
            content.Type = other ?? content.Type;
        }
        else if (content.NeedsMediaFetch == true)
        {
            FindMedia(message, inner, ref content);
        }
    }

    private static JsonElement Unwrap(JsonElement message, ref bool odd)
    {
        for (var i = 0; i < MaxWrappers; i++)
        {
            var inside = default(JsonElement);
            foreach (var property in message.EnumerateObject())
            {
                if (Wrappers.Find(JsonName.Of(property)) is not null)
                {
                    Field.TryObject(property.Value, "message"u8, out inside, ref odd);
                    break;
                }
            }

            if (inside.ValueKind != JsonValueKind.Object)
            {
                break;
            }

            message = inside;
        }

        return message;
    }

    private static bool IsCompanion(JsonProperty property) => Companions.Find(JsonName.Of(property)) is not null;

    // WhatsApp's own link is encrypted: the file comes inline, from Evolution's storage, or must be asked for.
    private static void FindMedia(JsonElement outer, JsonElement inner, ref EventContent content)
    {
        if (Find(outer, inner, "base64"u8, ref content.Odd, out var inline))
        {
            content.Base64Length = JsonText.Inner(inline).Length;
            content.NeedsMediaFetch = null;
        }

        if (Find(outer, inner, "mediaUrl"u8, ref content.Odd, out var link))
        {
            content.MediaUrl = JsonText.Of(link);
            content.NeedsMediaFetch = null;
        }
    }

    private static bool Find(JsonElement outer, JsonElement inner, ReadOnlySpan<byte> name, ref bool odd, out JsonElement value)
    {
        if (!Field.TryAny(outer, name, out value) && !Field.TryAny(inner, name, out value))
        {
            return false;
        }

        odd |= value.ValueKind != JsonValueKind.String;
        return value.ValueKind == JsonValueKind.String && !JsonText.Inner(value).IsEmpty;
    }
}
