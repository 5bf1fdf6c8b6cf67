using System.Globalization;
using System.Text.Json;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Bird;

/// <summary>Messages and webhooks as Bird's Channels API writes them.</summary>
internal static class BirdWebhooks
{
    /// <summary>The connector that every channel of a sandbox has.</summary>
    public const string Connector = "0f3c1a52-4444-4c1e-9a11-000000000004";

    private const int PlatformError = 15005; // Bird's own code around an error of WhatsApp.

    public static void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("service"u8, "channels"u8);
        if (receipt.Status == "read")
        {
            json.WriteString("event"u8, "whatsapp.interaction"u8);
            json.WriteStartObject("payload"u8);
            json.WriteString("id"u8, "read-" + send.ProviderMessageId);
            json.WriteString("type"u8, "read"u8);
            json.WriteString("messageId"u8, send.ProviderMessageId);
            json.WriteString("channelId"u8, number.Key);
            WriteTime(json, "createdAt"u8, now);
            WriteTime(json, "updatedAt"u8, now);
        }
        else
        {
            json.WriteString("event"u8, "whatsapp.outbound"u8);
            json.WriteStartObject("payload"u8);
            WriteMessage(json, number, send, receipt.Status == "failed" ? "delivery_failed" : receipt.Status, now, receipt.Status == "failed" ? receipt.Code ?? "131026" : null);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, string? mediaUrl, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("service"u8, "channels"u8);
        json.WriteString("event"u8, "whatsapp.inbound"u8);
        json.WriteStartObject("payload"u8);
        json.WriteString("id"u8, id);
        json.WriteString("channelId"u8, number.Key);
        json.WriteStartObject("sender"u8);
        json.WriteStartObject("contact"u8);
        WriteContact(json, inbound.Contact);
        if (inbound.Name is { } name)
        {
            json.WriteStartObject("annotations"u8);
            json.WriteString("name"u8, name);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("receiver"u8);
        WriteConnector(json, number);
        json.WriteEndObject();
        WriteContent(json, inbound.Text, medium, mediaUrl);
        WriteEnd(json, "", "delivered", "incoming", inbound.Utc ?? now, now);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The members of a message that was sent.</summary>
    public static void WriteMessage(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, string status, DateTimeOffset now, string? failure)
    {
        json.WriteString("id"u8, send.ProviderMessageId);
        json.WriteString("channelId"u8, number.Key);
        json.WriteStartObject("sender"u8);
        WriteConnector(json, number);
        json.WriteEndObject();
        json.WriteStartObject("receiver"u8);
        json.WriteStartArray("contacts"u8);
        json.WriteStartObject();
        WriteContact(json, send.Recipient);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        WriteContent(json, send.Text, medium: null, mediaUrl: null);
        WriteEnd(json, send.CorrelationId ?? "", status, "outgoing", send.Utc, now, failure);
    }

    private static void WriteEnd(Utf8JsonWriter json, string reference, string status, string direction, DateTimeOffset created, DateTimeOffset now, string? failure = null)
    {
        json.WriteStartObject("meta"u8);
        json.WriteEndObject();
        json.WriteString("reference"u8, reference);
        json.WriteStartArray("parts"u8);
        json.WriteEndArray();
        json.WriteString("status"u8, status);
        json.WriteString("reason"u8, failure is null ? "" : $"details: the message failed; reason: failed; code: {failure}");
        json.WriteString("direction"u8, direction);
        WriteTime(json, "lastStatusAt"u8, now);
        WriteTime(json, "createdAt"u8, created);
        WriteTime(json, "updatedAt"u8, now);
        if (failure is not null)
        {
            WriteFailure(json, failure);
        }
    }

    // Bird's own codes lie from 11000 to 15999; all others are WhatsApp's, wrapped in one of Bird's.
    private static void WriteFailure(Utf8JsonWriter json, string code)
    {
        var isOwn = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own is >= 11_000 and <= 15_999;
        json.WriteStartObject("failure"u8);
        json.WriteNumber("code"u8, isOwn ? own : PlatformError);
        json.WriteString("description"u8, isOwn ? "invalid request" : "platform error");
        json.WriteStartObject("source"u8);
        json.WriteString("name"u8, isOwn ? "pre-processing" : "whatsapp");
        json.WriteString("code"u8, isOwn ? "" : code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, string? text, SandboxMedium? medium, string? mediaUrl)
    {
        json.WriteStartObject("body"u8);
        var (type, list) = medium is null ? ("text", null) : MediaKind.Of(medium.MimeType) is "image" or "sticker" ? ("image", "images") : ("file", "files");
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
        if (list is not null)
        {
            json.WriteStartArray(list);
            json.WriteStartObject();
            json.WriteString("mediaUrl"u8, mediaUrl);
            if (list == "files")
            {
                json.WriteString("contentType"u8, medium!.MimeType);
                json.WriteString("filename"u8, medium.FileName ?? medium.Id);
            }

            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (list is null || text is not null)
        {
            json.WriteString("text"u8, text ?? "");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContact(Utf8JsonWriter json, string value)
    {
        json.WriteString("identifierKey"u8, value.StartsWith('+') ? "phonenumber"u8 : "whatsappbsuid"u8);
        json.WriteString("identifierValue"u8, value);
    }

    private static void WriteConnector(Utf8JsonWriter json, SandboxNumber number)
    {
        json.WriteStartObject("connector"u8);
        json.WriteString("id"u8, Connector);
        json.WriteString("identifierValue"u8, number.Phone);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
}
