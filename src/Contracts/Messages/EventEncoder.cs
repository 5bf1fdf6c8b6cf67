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

    /// <summary>What stands between the id and the rest of an object.</summary>
    public static ReadOnlySpan<byte> AfterId(ReadOnlySpan<byte> encoded) =>
        encoded.StartsWith("{\"messageId\":"u8) ? "\","u8 : "\",\"messageId\":null,"u8;

    private static void WriteCommon(Utf8JsonWriter json, InboundEvent e, string number, DateTimeOffset receivedUtc)
    {
        Optional(json, EventFields.MessageId, e.MessageId);
        json.WriteString(EventFields.Kind, Word(e.Kind));
        json.WriteString(EventFields.Provider, e.Provider);
        json.WriteString(EventFields.Number, number);
        json.WriteString(EventFields.ChannelKey, e.ChannelKey);
        json.WriteString(EventFields.ContactKey, e.ContactKey);
        json.WriteString(EventFields.ConversationKey, e.ConversationKey);
        json.WriteString(EventFields.ProviderMessageId, e.ProviderMessageId);
        json.WriteString(EventFields.DedupeKey, e.DedupeKey);
        json.WriteString(EventFields.BusinessNumber, e.BusinessNumber);
        json.WriteString(EventFields.Type, e.Type);
        json.WriteString(EventFields.Text, e.Text);
        json.WriteString(EventFields.Status, e.Status);
        WriteTime(json, EventFields.TimestampUtc, e.TimestampUtc);
        WriteTime(json, EventFields.ReceivedUtc, receivedUtc);
    }

    private static void WriteContent(Utf8JsonWriter json, InboundEvent e)
    {
        Optional(json, EventFields.ReplyToMessageId, e.ReplyToMessageId);
        Optional(json, EventFields.MediaId, e.MediaId);
        Optional(json, EventFields.MediaUrl, e.MediaUrl);
        Optional(json, EventFields.MimeType, e.MimeType);
        Optional(json, EventFields.FileName, e.FileName);
        Optional(json, EventFields.Voice, e.Voice);
        Optional(json, EventFields.Latitude, e.Latitude);
        Optional(json, EventFields.Longitude, e.Longitude);
        Optional(json, EventFields.TargetMessageId, e.TargetMessageId);
        Optional(json, EventFields.Emoji, e.Emoji);
        Optional(json, EventFields.Payload, e.Payload);
        Optional(json, EventFields.Sender, e.Sender);
        Optional(json, EventFields.Bsuid, e.Bsuid);
        Optional(json, EventFields.ContactLid, e.ContactLid);
        Optional(json, EventFields.NewContactKey, e.NewContactKey);
        Optional(json, EventFields.OriginalType, e.OriginalType);
        Optional(json, EventFields.NeedsMediaFetch, e.NeedsMediaFetch);
        Optional(json, EventFields.Base64Length, e.Base64Length);
        Optional(json, EventFields.FromMe, e.FromMe);
        Optional(json, EventFields.Origin, e.Origin);
    }

    private static void WriteNotice(Utf8JsonWriter json, InboundEvent e)
    {
        Optional(json, EventFields.ProviderStatus, e.ProviderStatus);
        Code(json, EventFields.ErrorCode, e.ErrorCode);
        Code(json, EventFields.MetaErrorCode, e.MetaErrorCode);
        Optional(json, EventFields.CorrelationId, e.CorrelationId);
        Optional(json, EventFields.ProviderConversationId, e.ProviderConversationId);
        Optional(json, EventFields.WabaId, e.WabaId);
        Optional(json, EventFields.Limit, e.Limit);
        Optional(json, EventFields.Template, e.Template);
        Optional(json, EventFields.ReasonCode, e.ReasonCode);
        Optional(json, EventFields.Recoverable, e.Recoverable);
    }

    private static void WriteRaw(Utf8JsonWriter json, InboundEvent e)
    {
        if (!e.RawBody.IsEmpty)
        {
            json.WriteNull(EventFields.Raw);
            json.WriteBase64String(EventFields.RawBase64, e.RawBody.Span);
            return;
        }

        json.WritePropertyName(EventFields.Raw);
        json.WriteRawValue(e.Raw.IsEmpty ? "null"u8 : e.Raw.Span, skipInputValidation: true);
    }

    private static void WriteTime(Utf8JsonWriter json, JsonEncodedText name, DateTimeOffset? value)
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
    private static void Code(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(name, number);
            return;
        }

        Optional(json, name, value);
    }

    private static void Optional(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, JsonEncodedText name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }

    private static void Optional(Utf8JsonWriter json, JsonEncodedText name, int? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void Optional(Utf8JsonWriter json, JsonEncodedText name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
