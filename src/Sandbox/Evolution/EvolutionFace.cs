using System.Buffers.Text;
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

namespace Relevo.Sandbox.Evolution;

/// <summary>Evolution's API over WhatsApp Web (EvolutionAPI/evolution-api, tags 2.2.3 to 2.3.6).</summary>
internal sealed class EvolutionFace : ProviderFace
{
    private const int TokenSeconds = 600;
    private static readonly string TokenHead = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public override string Name => ProviderNames.Evolution;

    public override int AcceptedStatus => StatusCodes.Status201Created;

    // Evolution drops the event for good after these (webhook.controller.ts).
    public override bool IsRetried(int status) => status is not (400 or 401 or 403 or 404 or 422);

    public override void Read(ref Utf8JsonReader reader, string operation, ref SendCall call) => EvolutionReading.Read(ref reader, operation, ref call);

    public override bool IsAuthorised(IHeaderDictionary headers, string token) => Tokens.IsSame(headers["apikey"].ToString(), token);

    public override string NewId(IdSource ids)
    {
        Span<byte> bytes = stackalloc byte[IdSource.Bytes];
        ids.Next(bytes);
        return "3EB0" + Convert.ToHexString(bytes[6..]); // Ten bytes: two of the run, the counter.
    }

    public override void WriteAccepted(Utf8JsonWriter json, SandboxNumber number, SandboxSend send)
    {
        json.WriteStartObject();
        if (send.Type == SendCall.MarkRead)
        {
            json.WriteString("message"u8, "Read messages"u8);
            json.WriteString("read"u8, "success"u8);
        }
        else
        {
            EvolutionWebhooks.WriteMessage(json, send);
        }

        json.WriteEndObject();
    }

    public override Answer Malformed() => EvolutionErrors.BadRequest("The body is not valid JSON");

    public override Answer Unauthorised() => EvolutionErrors.Unauthorised;

    public override Answer NoNumber(string key) => EvolutionErrors.NoInstance(key);

    public override Answer Throttled() => EvolutionErrors.Throttled;

    public override Answer PairThrottled() => EvolutionErrors.Throttled;

    public override Answer Banned(SandboxNumber number, SandboxRule? rule) =>
        (rule?.EvolutionError is { } error ? EvolutionErrors.Named(error, number.Key, "") : null) ?? EvolutionErrors.Closed;

    public override Answer? Refusal(SandboxRule rule, SandboxNumber number, string recipient) =>
        rule.EvolutionError is { } error ? EvolutionErrors.Named(error, number.Key, recipient) : null;

    public override Answer Health(SandboxNumber number, bool isBanned)
    {
        var scratch = JsonScratch.Begin(out var json);
        json.WriteStartObject();
        json.WriteStartObject("instance");
        json.WriteString("instanceName", number.Key);
        json.WriteString("state", isBanned ? "close" : "open");
        json.WriteEndObject();
        json.WriteEndObject();
        return new Answer(StatusCodes.Status200OK, Encoding.UTF8.GetString(scratch.Written));
    }

    public override Answer? Describe(SandboxMedium medium, string url)
    {
        var scratch = JsonScratch.Begin(out var json);
        json.WriteStartObject();
        json.WriteString("mediaType", MediaKind.Of(medium.MimeType) + "Message");
        json.WriteString("fileName", medium.FileName ?? medium.Id);
        json.WriteString("mimetype", medium.MimeType);
        json.WriteBase64String("base64", medium.Bytes.Span);
        json.WriteNull("buffer");
        json.WriteEndObject();
        return new Answer(StatusCodes.Status201Created, Encoding.UTF8.GetString(scratch.Written));
    }

    public override void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now) =>
        EvolutionWebhooks.WriteReceipt(json, number, send, receipt, now);

    public override void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, string? mediaUrl, DateTimeOffset now) =>
        EvolutionWebhooks.WriteInbound(json, number, inbound, medium, id, now);

    public override bool TryWriteEcho(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, DateTimeOffset now)
    {
        EvolutionWebhooks.WriteEcho(json, number, send, now);
        return true;
    }

    public override bool TryWriteBan(Utf8JsonWriter json, SandboxNumber number, DateTimeOffset now)
    {
        EvolutionWebhooks.WriteBan(json, number, now);
        return true;
    }

    // Nothing covers the body. The token is made once and kept over the tries.
    public override void Sign(HttpHeaders headers, SandboxNumber number, ReadOnlySpan<byte> body, DateTimeOffset first, DateTimeOffset now)
    {
        if (number.WebhookSecret is not { Length: > 0 } secret)
        {
            return; // It stands in the path.
        }

        if (number.WebhookHeader is { } header)
        {
            headers.TryAddWithoutValidation(header, secret);
            return;
        }

        var since = first.ToUnixTimeSeconds();
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"iat":{{since}},"exp":{{since + TokenSeconds}},"app":"evolution","action":"webhook"}""");
        var signed = TokenHead + "." + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(claims));
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        headers.TryAddWithoutValidation("Authorization", "Bearer " + signed + "." + Base64Url.EncodeToString(mac));
    }
}
