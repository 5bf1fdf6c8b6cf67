using System.Globalization;
using System.Text.Json;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Meta;

/// <summary>Webhooks as Meta writes them.</summary>
internal static class MetaWebhooks
{
    public static void WriteStatuses(Utf8JsonWriter json, SandboxNumber number, IEnumerable<(SandboxSend Send, SandboxReceipt Receipt)> statuses, DateTimeOffset now)
    {
        BeginMessages(json, number);
        json.WriteStartArray("statuses"u8);
        foreach (var (send, receipt) in statuses)
        {
            WriteStatus(json, send, receipt, now);
        }

        json.WriteEndArray();
        End(json);
    }

    public static void WriteMessage(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, DateTimeOffset now)
    {
        BeginMessages(json, number);
        var contact = Phones.Digits(inbound.Contact);
        json.WriteStartArray("contacts"u8);
        json.WriteStartObject();
        if (inbound.Name is { } name)
        {
            json.WriteStartObject("profile"u8);
            json.WriteString("name"u8, name);
            json.WriteEndObject();
        }

        json.WriteString("wa_id"u8, contact);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("messages"u8);
        json.WriteStartObject();
        json.WriteString("from"u8, contact);
        json.WriteString("id"u8, id);
        WriteSeconds(json, "timestamp"u8, inbound.Utc ?? now);
        WriteContent(json, inbound, medium);
        json.WriteEndObject();
        json.WriteEndArray();
        End(json);
    }

    private static void WriteStatus(Utf8JsonWriter json, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, send.ProviderMessageId);
        json.WriteString("status"u8, receipt.Status);
        WriteSeconds(json, "timestamp"u8, now);
        if (send.Recipient.StartsWith('+'))
        {
            json.WriteString("recipient_id"u8, Phones.Digits(send.Recipient));
        }
        else
        {
            json.WriteString("recipient_user_id"u8, send.Recipient);
        }

        if (send.CorrelationId is { } correlation)
        {
            json.WriteString("biz_opaque_callback_data"u8, correlation);
        }

        if (receipt.Status == "failed")
        {
            WriteError(json, receipt.Code ?? "131026");
        }

        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, string code)
    {
        var (title, details) = MetaCodes.Words(code);
        json.WriteStartArray("errors"u8);
        json.WriteStartObject();
        json.WritePropertyName("code"u8);
        if (long.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(code);
        }

        json.WriteString("title"u8, title);
        json.WriteString("message"u8, title);
        if (details is not null)
        {
            json.WriteStartObject("error_data"u8);
            json.WriteString("details"u8, details);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter json, SandboxInbound inbound, SandboxMedium? medium)
    {
        if (medium is null)
        {
            json.WriteString("type"u8, "text"u8);
            json.WriteStartObject("text"u8);
            json.WriteString("body"u8, inbound.Text ?? "");
            json.WriteEndObject();
            return;
        }

        var kind = MediaKind.Of(medium.MimeType);
        json.WriteString("type"u8, kind);
        json.WriteStartObject(kind);
        json.WriteString("id"u8, medium.Id);
        json.WriteString("mime_type"u8, medium.MimeType);
        if (inbound.Text is { } caption)
        {
            json.WriteString("caption"u8, caption);
        }

        if (medium.FileName is { } file)
        {
            json.WriteString("filename"u8, file);
        }

        json.WriteEndObject();
    }

    private static void BeginMessages(Utf8JsonWriter json, SandboxNumber number)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "whatsapp_business_account"u8);
        json.WriteStartArray("entry"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, number.AccountId);
        json.WriteStartArray("changes"u8);
        json.WriteStartObject();
        json.WriteStartObject("value"u8);
        json.WriteString("messaging_product"u8, "whatsapp"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteString("display_phone_number"u8, Phones.Digits(number.Phone));
        json.WriteString("phone_number_id"u8, number.Key);
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteString("field"u8, "messages"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<char> digits = stackalloc char[20];
        time.ToUnixTimeSeconds().TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, digits[..length]);
    }
}
