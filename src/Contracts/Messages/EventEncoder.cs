using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relevo.Contracts.Messages;

/// <summary>
/// Writes an event as the application gets it, less the three fields at its head that are known only after it is
/// stored (<c>version</c>, <c>id</c>, <c>messageId</c>): <see cref="Head"/> puts those before it at delivery.
/// </summary>
public static class EventEncoder
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly string[] Kinds =
        ["unknown", "message", "echo", "status", "edit", "revoke", "channel", "account", "error", "ignored"];

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>The wire word of a kind.</summary>
    public static string Word(EventKind kind) => Kinds[(int)kind];

    /// <summary>Writes the event's object, from <c>kind</c> to <c>raw</c>, into <paramref name="output"/>.</summary>
    public static void Encode(InboundEvent source, string number, DateTimeOffset receivedUtc, IBufferWriter<byte> output)
    {
        var json = writer ??= new Utf8JsonWriter(output, Options);
        json.Reset(output);
        json.WriteStartObject();
        WriteCommon(json, source, number, receivedUtc);
        WriteContent(json, source);
        WriteNotice(json, source);
        WriteRaw(json, source);
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>The head of a delivered event: everything before the object that <see cref="Encode"/> wrote, its brace included.</summary>
    public static ReadOnlySpan<byte> Head => "{\"version\":1,\"id\":\""u8;

    /// <summary>What stands between the id and the rest of the object.</summary>
    public static ReadOnlySpan<byte> AfterId => "\",\"messageId\":null,"u8;

    private static void WriteCommon(Utf8JsonWriter json, InboundEvent e, string number, DateTimeOffset receivedUtc)
    {
        json.WriteString("kind"u8, Word(e.Kind));
        json.WriteString("provider"u8, e.Provider);
        json.WriteString("number"u8, number);
        json.WriteString("channelKey"u8, e.ChannelKey);
        json.WriteString("contactKey"u8, e.ContactKey);
        json.WriteString("conversationKey"u8, e.ConversationKey);
        json.WriteString("providerMessageId"u8, e.ProviderMessageId);
        json.WriteString("dedupeKey"u8, e.DedupeKey);
        json.WriteString("businessNumber"u8, e.BusinessNumber);
        json.WriteString("type"u8, e.Type);
        json.WriteString("text"u8, e.Text);
        json.WriteString("status"u8, e.Status);
        WriteTime(json, "timestampUtc"u8, e.TimestampUtc);
        WriteTime(json, "receivedUtc"u8, receivedUtc);
    }

    private static void WriteContent(Utf8JsonWriter json, InboundEvent e)
    {
        Optional(json, "replyToMessageId"u8, e.ReplyToMessageId);
        Optional(json, "mediaId"u8, e.MediaId);
        Optional(json, "mediaUrl"u8, e.MediaUrl);
        Optional(json, "mimeType"u8, e.MimeType);
        Optional(json, "fileName"u8, e.FileName);
        Optional(json, "voice"u8, e.Voice);
        Optional(json, "latitude"u8, e.Latitude);
        Optional(json, "longitude"u8, e.Longitude);
        Optional(json, "targetMessageId"u8, e.TargetMessageId);
        Optional(json, "emoji"u8, e.Emoji);
        Optional(json, "payload"u8, e.Payload);
        Optional(json, "sender"u8, e.Sender);
        Optional(json, "bsuid"u8, e.Bsuid);
        Optional(json, "contactLid"u8, e.ContactLid);
        Optional(json, "newContactKey"u8, e.NewContactKey);
        Optional(json, "originalType"u8, e.OriginalType);
        Optional(json, "needsMediaFetch"u8, e.NeedsMediaFetch);
        Optional(json, "base64Length"u8, e.Base64Length);
        Optional(json, "fromMe"u8, e.FromMe);
        Optional(json, "origin"u8, e.Origin);
    }

    private static void WriteNotice(Utf8JsonWriter json, InboundEvent e)
    {
        Optional(json, "providerStatus"u8, e.ProviderStatus);
        Code(json, "errorCode"u8, e.ErrorCode);
        Code(json, "metaErrorCode"u8, e.MetaErrorCode);
        Optional(json, "correlationId"u8, e.CorrelationId);
        Optional(json, "providerConversationId"u8, e.ProviderConversationId);
        Optional(json, "wabaId"u8, e.WabaId);
        Optional(json, "limit"u8, e.Limit);
        Optional(json, "template"u8, e.Template);
        Optional(json, "reasonCode"u8, e.ReasonCode);
        Optional(json, "recoverable"u8, e.Recoverable);
    }

    private static void WriteRaw(Utf8JsonWriter json, InboundEvent e)
    {
        if (!e.RawBody.IsEmpty)
        {
            json.WriteNull("raw"u8);
            json.WriteBase64String("rawBase64"u8, e.RawBody.Span);
            return;
        }

        json.WritePropertyName("raw"u8);
        json.WriteRawValue(e.Raw.IsEmpty ? "null"u8 : e.Raw.Span, skipInputValidation: true);
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is not { } time)
        {
            json.WriteNull(name);
            return;
        }

        // The sortable form has a fast path, a form of one's own has none.
        var utc = time.UtcDateTime;
        Span<byte> text = stackalloc byte[24];
        utc.TryFormat(text, out var written, "s", System.Globalization.CultureInfo.InvariantCulture);
        if (utc.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            text[written++] = (byte)'.';
            utc.Millisecond.TryFormat(text[written..], out var digits, "000", System.Globalization.CultureInfo.InvariantCulture);
            written += digits;
        }

        text[written++] = (byte)'Z';
        json.WriteString(name, text[..written]);
    }

    // Providers use numbers or words as codes; each goes out as it came in.
    private static void Code(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(name, number);
            return;
        }

        Optional(json, name, value);
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
