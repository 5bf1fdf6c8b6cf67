using System.Globalization;
using System.Text.Json;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Evolution;

/// <summary>Messages and webhooks as Evolution writes them.</summary>
internal static class EvolutionWebhooks
{
    /// <summary>What stands behind a person's digits.</summary>
    public const string PersonDomain = "@s.whatsapp.net";

    private const string InstanceId = "5fa7e47b-1e1e-41d1-977d-4623b9d0dd26";
    private const int BannedReason = 403;

    /// <summary>The WhatsApp Web address of a recipient.</summary>
    public static string Jid(string recipient) => recipient.StartsWith('+') ? string.Concat(recipient.AsSpan(1), PersonDomain) : recipient;

    /// <summary>The members of a message that was sent.</summary>
    public static void WriteMessage(Utf8JsonWriter json, SandboxSend send)
    {
        WriteKey(json, Jid(send.Recipient), fromMe: true, send.ProviderMessageId!);
        json.WriteString("pushName"u8, "Sandbox"u8);
        json.WriteString("status"u8, "PENDING"u8);
        var type = MessageType(send.Type);
        WriteContent(json, type, send.Text, medium: null);
        json.WriteNull("contextInfo"u8);
        WriteEnd(json, type, send.Utc, "web");
    }

    public static void WriteEcho(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, DateTimeOffset now)
    {
        Begin(json, "send.message", number);
        WriteMessage(json, send);
        End(json, number, now);
    }

    public static void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now)
    {
        Begin(json, "messages.update", number);
        json.WriteString("keyId"u8, send.ProviderMessageId);
        json.WriteString("remoteJid"u8, Jid(send.Recipient));
        json.WriteBoolean("fromMe"u8, true);
        json.WriteString("status"u8, receipt.Status switch
        {
            "accepted" => "PENDING",
            "sent" => "SERVER_ACK",
            "delivered" => "DELIVERY_ACK",
            "read" => "READ",
            _ => "ERROR",
        });
        json.WriteString("instanceId"u8, InstanceId);
        json.WriteString("messageId"u8, "cm" + send.ProviderMessageId); // of Evolution's database, not of WhatsApp
        End(json, number, now);
    }

    public static void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, DateTimeOffset now)
    {
        var type = medium is null ? "conversation" : MessageType(MediaKind.Of(medium.MimeType));
        Begin(json, "messages.upsert", number);
        WriteKey(json, Jid(Phones.Normalise(inbound.Contact)), fromMe: false, id);
        if (inbound.Name is { } name)
        {
            json.WriteString("pushName"u8, name);
        }

        json.WriteString("status"u8, "DELIVERY_ACK"u8);
        WriteContent(json, type, inbound.Text, medium);
        WriteEnd(json, type, inbound.Utc ?? now, "android");
        End(json, number, now);
    }

    public static void WriteBan(Utf8JsonWriter json, SandboxNumber number, DateTimeOffset now)
    {
        Begin(json, "connection.update", number);
        json.WriteString("instance"u8, number.Key);
        json.WriteString("state"u8, "close"u8);
        json.WriteNumber("statusReason"u8, BannedReason);
        End(json, number, now);
    }

    private static string MessageType(string type) => type switch
    {
        "text" => "conversation",
        "contacts" => "contactMessage",
        "buttons" => "interactiveMessage",
        "poll" => "pollCreationMessageV3",
        _ => type + "Message",
    };

    private static void WriteKey(Utf8JsonWriter json, string jid, bool fromMe, string id)
    {
        json.WriteStartObject("key"u8);
        json.WriteString("remoteJid"u8, jid);
        json.WriteBoolean("fromMe"u8, fromMe);
        json.WriteString("id"u8, id);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, string type, string? text, SandboxMedium? medium)
    {
        json.WriteStartObject("message"u8);
        if (type == "conversation")
        {
            json.WriteString("conversation"u8, text ?? "");
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject(type);
        if (medium is not null)
        {
            json.WriteString("url"u8, "https://mmg.whatsapp.net/sandbox"u8); // encrypted there, and useless alone
            json.WriteString("mimetype"u8, medium.MimeType);
        }

        if (medium?.FileName is { } file)
        {
            json.WriteString("fileName"u8, file);
        }

        if (text is not null)
        {
            json.WriteString(type is "reactionMessage" ? "text"u8 : "caption"u8, text);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEnd(Utf8JsonWriter json, string type, DateTimeOffset time, string source)
    {
        json.WriteString("messageType"u8, type);
        json.WriteNumber("messageTimestamp"u8, time.ToUnixTimeSeconds());
        json.WriteString("instanceId"u8, InstanceId);
        json.WriteString("source"u8, source);
    }

    private static void Begin(Utf8JsonWriter json, string name, SandboxNumber number)
    {
        json.WriteStartObject();
        json.WriteString("event"u8, name);
        json.WriteString("instance"u8, number.Key);
        json.WriteStartObject("data"u8);
    }

    private static void End(Utf8JsonWriter json, SandboxNumber number, DateTimeOffset now)
    {
        json.WriteEndObject();
        json.WriteString("destination"u8, number.WebhookUrl!.OriginalString);
        json.WriteString("date_time"u8, now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteString("sender"u8, Jid(number.Phone));
        json.WriteString("server_url"u8, "http://sandbox"u8);
        json.WriteNull("apikey"u8);
        json.WriteEndObject();
    }
}
