using System.Security.Cryptography;
using System.Text.Json;
using Relevo.Providers.Reading;
using Relevo.Providers.Signatures;

namespace Relevo.Providers.MessageBird;

/// <summary>
/// Checks the two signatures of the legacy Conversations API (messagebird/csharp-rest-api RequestValidator). The number's
/// scheme says which one counts; the other is never tried.
/// </summary>
internal sealed class MessageBirdAuthenticator : IWebhookAuthenticator
{
    private const string TokenHeader = "MessageBird-Signature-JWT";
    private const int MaxParameters = 256;
    private const long SkewSeconds = 1;

    public bool IsAuthentic(WebhookRequest request, WebhookNumber number) => number.SignatureScheme switch
    {
        "jwt" => HasToken(request, number),
        "v0" => HasSignature(request, number),
        _ => false,
    };

    private static bool HasToken(WebhookRequest request, WebhookNumber number)
    {
        if (request.Headers.Single(TokenHeader) is not { } token || SignedAddress.Of(request) is not { } address)
        {
            return false;
        }

        using var claims = Hs256Token.Verify(token, number.Secrets);
        return claims is not null
            && Hs256Token.Is(claims.RootElement, "iss"u8, "MessageBird"u8)
            && IsCurrent(claims.RootElement, request.ReceivedUtc.ToUnixTimeSeconds())
            && IsHashOf(claims.RootElement, "url_hash"u8, System.Text.Encoding.UTF8.GetBytes(address))
            && CoversBody(claims.RootElement, request.Body.Span);
    }

    private static bool IsCurrent(JsonElement claims, long now)
    {
        var from = Hs256Token.Seconds(claims, "nbf"u8);
        var until = Hs256Token.Seconds(claims, "exp"u8);
        return from is { } start && until is { } end && start - SkewSeconds <= now && now <= end + SkewSeconds;
    }

    // payload_hash is there if and only if the body is not empty.
    private static bool CoversBody(JsonElement claims, ReadOnlySpan<byte> body) => body.IsEmpty
        ? !claims.TryGetProperty("payload_hash"u8, out _)
        : IsHashOf(claims, "payload_hash"u8, body);

    private static bool IsHashOf(JsonElement claims, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Mac.Bytes];
        SHA256.HashData(content, hash);
        return Field.TryAny(claims, name, out var claim) && claim.ValueKind == JsonValueKind.String && Mac.EqualsHex(hash, JsonText.Of(claim));
    }

    // No age is documented for this scheme: what is sent again is known by its id, and what is too old is parked as stale.
    private static bool HasSignature(WebhookRequest request, WebhookNumber number)
    {
        var time = request.Headers.Single(SignedHash.TimeHeader);
        return SignedTime.TryRead(time, out _)
            && SortedQuery(request.RawTarget) is { } query
            && SignedHash.Matches(request.Headers.Single(SignedHash.SignatureHeader), time!, query, request.Body.Span, number.Secrets);
    }

    private static string? SortedQuery(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
        {
            return "";
        }

        var parameters = target[(mark + 1)..].Split('&', MaxParameters + 1);
        return parameters.Length > MaxParameters ? null : string.Join('&', parameters.OrderBy(NameOf, StringComparer.Ordinal));
    }

    private static string NameOf(string parameter) => parameter.Split('=', 2)[0];
}
