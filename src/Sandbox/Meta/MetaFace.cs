using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relevo.Providers;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Meta;

/// <summary>Meta's Cloud API (facebook/openapi <c>business-messaging-api_v23.0.yaml</c>).</summary>
internal sealed class MetaFace : ProviderFace
{
    private const int Locked = 131031;
    private const int TokenExpired = 190;

    public override string Name => ProviderNames.Meta;

    public override int AcceptedStatus => StatusCodes.Status200OK;

    public override void Read(ref Utf8JsonReader reader, string operation, ref SendCall call) => MetaReading.Read(ref reader, ref call);

    public override bool IsAuthorised(IHeaderDictionary headers, string token) => Tokens.IsBearer(headers, token);

    public override string NewId(IdSource ids)
    {
        Span<byte> bytes = stackalloc byte[IdSource.Bytes];
        ids.Next(bytes);
        return "wamid." + Convert.ToBase64String(bytes);
    }

    public override void WriteAccepted(Utf8JsonWriter json, SandboxNumber number, SandboxSend send)
    {
        json.WriteStartObject();
        if (send.Type == SendCall.MarkRead)
        {
            json.WriteBoolean("success"u8, true);
            json.WriteEndObject();
            return;
        }

        json.WriteString("messaging_product"u8, "whatsapp"u8);
        json.WriteStartArray("contacts"u8);
        json.WriteStartObject();
        json.WriteString("input"u8, send.Given);
        if (send.Recipient.StartsWith('+'))
        {
            json.WriteString("wa_id"u8, Phones.Digits(send.Recipient));
        }
        else
        {
            json.WriteString("user_id"u8, send.Recipient);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("messages"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, send.ProviderMessageId);
        if (send.Type == "template")
        {
            json.WriteString("message_status"u8, "accepted"u8);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override Answer Malformed() => MetaCodes.Of(100, "The request body is not valid JSON.");

    public override Answer Unauthorised() => MetaCodes.Of(TokenExpired);

    public override Answer NoNumber(string key) => MetaCodes.Of(100, $"Unsupported request. Object with ID '{key}' does not exist.");

    public override Answer Throttled() => MetaCodes.Of(130429);

    public override Answer PairThrottled() => MetaCodes.Of(131056);

    public override Answer Banned(SandboxNumber number, SandboxRule? rule) => MetaCodes.Of(rule?.MetaCode ?? Locked);

    public override Answer? Refusal(SandboxRule rule, SandboxNumber number, string recipient) => rule.MetaCode is { } code ? MetaCodes.Of(code) : null;

    public override Answer Health(SandboxNumber number, bool isBanned) => new(StatusCodes.Status200OK, MetaHealth.Write(number, isBanned));

    public override Answer? Describe(SandboxMedium medium, string url) => new(
        StatusCodes.Status200OK,
        string.Create(CultureInfo.InvariantCulture, $$"""{"url":"{{url}}","mime_type":"{{medium.MimeType}}","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(medium.Bytes.Span))}}","file_size":{{medium.Bytes.Length}},"id":"{{medium.Id}}","messaging_product":"whatsapp"}"""));

    public override void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now) =>
        MetaWebhooks.WriteStatuses(json, number, [(send, receipt)], now);

    public override void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, string? mediaUrl, DateTimeOffset now) =>
        MetaWebhooks.WriteMessage(json, number, inbound, medium, id, now);

    public override void Sign(HttpHeaders headers, SandboxNumber number, ReadOnlySpan<byte> body, DateTimeOffset first, DateTimeOffset now)
    {
        if (number.WebhookSecret is { } secret)
        {
            Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, mac);
            headers.TryAddWithoutValidation("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(mac));
        }
    }
}
