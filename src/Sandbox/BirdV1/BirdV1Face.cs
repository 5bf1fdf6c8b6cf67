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

namespace Relevo.Sandbox.BirdV1;

/// <summary>Bird's platform v1 (messagebird/bird-sdk-typescript <c>types.gen.ts</c>; messagebird/bird-sdk-go <c>webhooks.go</c>).</summary>
internal sealed class BirdV1Face : ProviderFace
{
    private const string SecretPrefix = "whsec_";
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    public override string Name => ProviderNames.BirdV1;

    public override int AcceptedStatus => StatusCodes.Status202Accepted;

    // Without one it answers 403 (bird.com/docs/errors).
    public override Answer? Precondition(IHeaderDictionary headers) =>
        headers.UserAgent.Count == 0 ? BirdV1Errors.OfStatus(StatusCodes.Status403Forbidden) : null;

    public override string? IdempotencyKey(IHeaderDictionary headers) =>
        headers.TryGetValue("Idempotency-Key", out var key) && key.ToString() is { Length: > 0 } text ? text : null;

    public override void Read(ref Utf8JsonReader reader, string operation, ref SendCall call) => BirdV1Reading.Read(ref reader, ref call);

    public override bool IsAuthorised(IHeaderDictionary headers, string token) => Tokens.IsBearer(headers, token);

    public override string NewId(IdSource ids)
    {
        Span<byte> bytes = stackalloc byte[IdSource.Bytes];
        ids.Next(bytes);
        var value = new UInt128(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes), System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));
        return "wa_" + string.Create(26, value, static (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
            {
                text[i] = Letters[(int)((uint)rest & 31)];
            }
        });
    }

    public override void WriteAccepted(Utf8JsonWriter json, SandboxNumber number, SandboxSend send)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, send.ProviderMessageId);
        json.WriteString("direction"u8, "outbound"u8);
        WriteParties(json, number.Phone, send.Recipient);
        json.WriteString("status"u8, "accepted"u8);
        json.WriteString("created_at"u8, Time(send.Utc));
        json.WriteEndObject();
    }

    public override Answer Malformed() => BirdV1Errors.Invalid(StatusCodes.Status400BadRequest, "The request body is not valid JSON.");

    public override Answer Unauthorised() => BirdV1Errors.OfStatus(StatusCodes.Status401Unauthorized);

    public override Answer NoNumber(string key) => BirdV1Errors.OfStatus(StatusCodes.Status404NotFound);

    public override Answer Throttled() => BirdV1Errors.OfStatus(StatusCodes.Status429TooManyRequests);

    public override Answer PairThrottled() => Throttled();

    public override Answer Banned(SandboxNumber number, SandboxRule? rule) =>
        rule?.BirdCode is { } code ? BirdV1Errors.OfCode(code) : BirdV1Errors.OfStatus(rule?.BirdStatus ?? StatusCodes.Status403Forbidden);

    public override Answer? Refusal(SandboxRule rule, SandboxNumber number, string recipient) => rule switch
    {
        { BirdCode: { } code } => BirdV1Errors.OfCode(code),
        { BirdStatus: { } status } => BirdV1Errors.OfStatus(status),
        _ => null,
    };

    // Nothing is published about the health of a number here, and no path asks for it.
    public override Answer Health(SandboxNumber number, bool isBanned) => NoNumber(number.Key);

    public override Answer? Describe(SandboxMedium medium, string url) => null;

    public override void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now)
    {
        Begin(json, receipt.Status, now, send.ProviderMessageId!, "outbound");
        WriteParties(json, number.Phone, send.Recipient);
        json.WriteNull("tags"u8);
        if (send.CorrelationId is { } correlation)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("gatewayId"u8, correlation);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("metadata"u8);
        }

        if (receipt.Status == "failed")
        {
            WriteError(json, receipt.Code ?? "undeliverable", now);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, string? mediaUrl, DateTimeOffset now)
    {
        Begin(json, "received", inbound.Utc ?? now, id, "inbound");
        WriteParties(json, inbound.Contact, number.Phone);
        json.WriteNull("tags"u8);
        json.WriteNull("metadata"u8);
        json.WriteStartObject(medium is null ? "text" : MediaKind.Of(medium.MimeType));
        if (medium is not null)
        {
            json.WriteString("url"u8, mediaUrl);
            json.WriteString("mime_type"u8, medium.MimeType);
        }

        if (medium is null || inbound.Text is not null)
        {
            json.WriteString(medium is null ? "body"u8 : "caption"u8, inbound.Text ?? "");
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Standard Webhooks: every try is signed with its own time.
    public override void Sign(HttpHeaders headers, SandboxNumber number, ReadOnlySpan<byte> body, DateTimeOffset first, DateTimeOffset now)
    {
        var secret = number.WebhookSecret!;
        var key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        var id = "msg_" + Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12)); // the same on every try
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        headers.TryAddWithoutValidation("webhook-id", id);
        headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        headers.TryAddWithoutValidation("webhook-signature", "v1," + Convert.ToBase64String(hash.GetHashAndReset()));
    }

    private static void Begin(Utf8JsonWriter json, string type, DateTimeOffset time, string id, string direction)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "whatsapp." + type);
        json.WriteString("timestamp"u8, Time(time));
        json.WriteStartObject("data"u8);
        json.WriteString("whatsapp_id"u8, id);
        json.WriteString("workspace_id"u8, "ws_sandbox"u8);
        json.WriteString("direction"u8, direction);
    }

    private static void WriteParties(Utf8JsonWriter json, string from, string to)
    {
        foreach (var (name, party) in new[] { ("from", from), ("to", to) })
        {
            json.WriteStartObject(name);
            json.WriteString(party.StartsWith('+') ? "phone_number"u8 : "bsuid"u8, party);
            json.WriteEndObject();
        }
    }

    // A number is Meta's code, and goes behind one of Bird's.
    private static void WriteError(Utf8JsonWriter json, string code, DateTimeOffset now)
    {
        var isMeta = code.Length > 0 && !code.AsSpan().ContainsAnyExceptInRange('0', '9');
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code == "131047" ? "service_window_expired" : isMeta ? "undeliverable" : code);
        json.WriteString("description"u8, "The message failed."u8);
        if (isMeta)
        {
            json.WriteString("meta_error_code"u8, code);
        }
        else
        {
            json.WriteNull("meta_error_code"u8);
        }

        json.WriteString("occurred_at"u8, Time(now));
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
