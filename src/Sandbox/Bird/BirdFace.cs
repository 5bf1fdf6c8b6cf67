using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relevo.Providers;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Bird;

/// <summary>Bird's Channels API (docs.bird.com "Channels API", "Verifying a webhook subscription").</summary>
internal sealed class BirdFace : ProviderFace
{
    public override string Name => ProviderNames.Bird;

    public override int AcceptedStatus => StatusCodes.Status202Accepted;

    public override void Read(ref Utf8JsonReader reader, string operation, ref SendCall call)
    {
        if (operation != SendCall.MarkRead)
        {
            BirdReading.Read(ref reader, ref call);
        }
    }

    public override bool IsAuthorised(IHeaderDictionary headers, string token) => Tokens.IsBehind("AccessKey ", headers, token);

    public override string NewId(IdSource ids)
    {
        Span<byte> bytes = stackalloc byte[IdSource.Bytes];
        ids.Next(bytes);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public override void WriteAccepted(Utf8JsonWriter json, SandboxNumber number, SandboxSend send)
    {
        json.WriteStartObject();
        if (send.Type == SendCall.MarkRead)
        {
            json.WriteString("messageId"u8, send.Text);
            json.WriteString("type"u8, "read"u8);
        }
        else
        {
            BirdWebhooks.WriteMessage(json, number, send, "accepted", send.Utc, failure: null);
        }

        json.WriteEndObject();
    }

    public override Answer Malformed() => BirdErrors.Invalid("", "is not valid JSON");

    public override Answer Unauthorised() => BirdErrors.OfStatus(StatusCodes.Status401Unauthorized);

    public override Answer NoNumber(string key) => BirdErrors.OfStatus(StatusCodes.Status404NotFound);

    public override Answer Throttled() => BirdErrors.OfStatus(StatusCodes.Status429TooManyRequests);

    public override Answer PairThrottled() => Throttled();

    public override Answer Banned(SandboxNumber number, SandboxRule? rule) => BirdErrors.OfStatus(rule?.BirdStatus ?? StatusCodes.Status404NotFound);

    public override Answer? Refusal(SandboxRule rule, SandboxNumber number, string recipient) => rule.BirdStatus is { } status ? BirdErrors.OfStatus(status) : null;

    public override Answer Health(SandboxNumber number, bool isBanned)
    {
        var scratch = JsonScratch.Begin(out var json);
        json.WriteStartObject();
        json.WriteString("id", number.Key);
        json.WriteString("platformId", "whatsapp");
        json.WriteString("name", "Sandbox");
        json.WriteString("connectorId", BirdWebhooks.Connector);
        json.WriteString("identifier", number.Phone);
        json.WriteString("status", isBanned ? "inactive" : "active");
        json.WriteEndObject();
        return new Answer(StatusCodes.Status200OK, Encoding.UTF8.GetString(scratch.Written));
    }

    public override Answer? Describe(SandboxMedium medium, string url) => null;

    public override void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now) =>
        BirdWebhooks.WriteReceipt(json, number, send, receipt, now);

    public override void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, string? mediaUrl, DateTimeOffset now) =>
        BirdWebhooks.WriteInbound(json, number, inbound, medium, id, mediaUrl, now);

    // Retries keep the time of the first try. The body's hash goes in as 32 raw bytes.
    public override void Sign(HttpHeaders headers, SandboxNumber number, ReadOnlySpan<byte> body, DateTimeOffset first, DateTimeOffset now)
    {
        var timestamp = first.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var head = Encoding.UTF8.GetBytes($"{timestamp}\n{number.SignedUrl ?? number.WebhookUrl!.OriginalString}\n");
        Span<byte> message = new byte[head.Length + SHA256.HashSizeInBytes];
        head.CopyTo(message);
        SHA256.HashData(body, message[head.Length..]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(number.WebhookSecret!), message, mac);
        headers.TryAddWithoutValidation("messagebird-signature", Convert.ToBase64String(mac));
        headers.TryAddWithoutValidation("messagebird-request-timestamp", timestamp);
        headers.TryAddWithoutValidation("messagebird-request-id", "req-" + BinaryPrimitives.ReadUInt32BigEndian(mac).ToString("x8", CultureInfo.InvariantCulture));
    }
}
