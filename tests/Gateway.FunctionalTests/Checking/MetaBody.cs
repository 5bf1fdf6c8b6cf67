using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>Webhook bodies as Meta writes and signs them.</summary>
internal static class MetaBody
{
    public const string SignatureHeader = "X-Hub-Signature-256";

    /// <summary>The phone number of a contact of the generator.</summary>
    public static string Contact(int conversation) => string.Create(CultureInfo.InvariantCulture, $"1556{conversation:D7}");

    public static string ConversationKey(int conversation) => $"meta:{Known.PhoneNumberId}:+{Contact(conversation)}";

    public static byte[] Message(string id, string contact, string text, DateTimeOffset? time = null, string phoneNumberId = Known.PhoneNumberId, string phone = Known.Phone) =>
        Envelope(phoneNumberId, phone, writer =>
        {
            writer.WriteStartArray("messages");
            writer.WriteStartObject();
            writer.WriteString("from", contact);
            writer.WriteString("id", id);
            writer.WriteString("timestamp", Seconds(time));
            writer.WriteString("type", "text");
            writer.WriteStartObject("text");
            writer.WriteString("body", text);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        });

    public static byte[] Status(string id, string contact, string status, DateTimeOffset? time = null) =>
        Envelope(Known.PhoneNumberId, Known.Phone, writer =>
        {
            writer.WriteStartArray("statuses");
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("status", status);
            writer.WriteString("timestamp", Seconds(time));
            writer.WriteString("recipient_id", contact);
            if (status == "failed")
            {
                writer.WriteStartArray("errors");
                writer.WriteStartObject();
                writer.WriteNumber("code", 131026);
                writer.WriteString("title", "Message undeliverable");
                writer.WriteEndObject();
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
        });

    public static string Sign(ReadOnlySpan<byte> body, string secret = Known.Secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private static string Seconds(DateTimeOffset? time) =>
        (time ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] Envelope(string phoneNumberId, string phone, Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("object", "whatsapp_business_account");
            writer.WriteStartArray("entry");
            writer.WriteStartObject();
            writer.WriteString("id", "100000000000900");
            writer.WriteStartArray("changes");
            writer.WriteStartObject();
            writer.WriteString("field", "messages");
            writer.WriteStartObject("value");
            writer.WriteString("messaging_product", "whatsapp");
            writer.WriteStartObject("metadata");
            writer.WriteString("display_phone_number", phone.TrimStart('+'));
            writer.WriteString("phone_number_id", phoneNumberId);
            writer.WriteEndObject();
            content(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
