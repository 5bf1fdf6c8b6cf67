using System.Buffers.Text;
using System.Text.Json;

namespace Relevo.Providers.Signatures;

/// <summary>Checks compact JSON web tokens of the one algorithm our providers use.</summary>
internal static class Hs256Token
{
    private const int MaxLength = 4096; // Both providers' tokens are under 600 characters.
    private const long LastSeconds = 253_402_300_800; // 10000-01-01
    private const int SignatureLength = 43; // 32 bytes in base64url without padding

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>The claims of a token signed with HS256 and one of <paramref name="secrets"/>.</summary>
    /// <returns>Null for every other token. The caller disposes what it gets.</returns>
    internal static JsonDocument? Verify(ReadOnlySpan<char> token, IReadOnlyList<string> secrets)
    {
        var last = token.LastIndexOf('.');
        if (token.Length > MaxLength || last < 0 || token.Length - last - 1 != SignatureLength)
        {
            return null;
        }

        var signed = token[..last];
        var dot = signed.IndexOf('.');
        if (dot < 0 || signed[(dot + 1)..].Contains('.') || !IsSigned(signed, token[(last + 1)..], secrets))
        {
            return null;
        }

        using var header = Decode(signed[..dot]);
        return header is not null && IsHs256(header.RootElement) ? Decode(signed[(dot + 1)..]) : null;
    }

    /// <summary>Whether the claim is this text.</summary>
    internal static bool Is(JsonElement claims, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.String && claim.ValueEquals(value);

    /// <summary>A claim that is a time in Unix seconds.</summary>
    /// <returns>Null when it is missing or no number; bounded, so that no sum with it overflows.</returns>
    internal static long? Seconds(JsonElement claims, ReadOnlySpan<byte> name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.Number
        && claim.TryGetInt64(out var seconds) && seconds is > 0 and < LastSeconds
            ? seconds
            : null;

    private static bool IsSigned(ReadOnlySpan<char> signed, ReadOnlySpan<char> given, IReadOnlyList<string> secrets)
    {
        Span<byte> message = stackalloc byte[MaxLength];
        if (System.Text.Ascii.FromUtf16(signed, message, out var length) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[Mac.Bytes];
        Span<char> expected = stackalloc char[SignatureLength];
        var found = false;
        for (var i = 0; i < secrets.Count; i++)
        {
            if (secrets[i].Length > 0)
            {
                KeyedMacs.Compute(secrets[i], message[..length], mac);
                found |= Base64Url.TryEncodeToChars(mac, expected, out _) && Mac.Same(expected, given);
            }
        }

        return found;
    }

    // "crit" names extensions that must be understood; we understand none.
    private static bool IsHs256(JsonElement header) =>
        header.TryGetProperty("alg"u8, out var algorithm)
        && algorithm.ValueKind == JsonValueKind.String
        && algorithm.ValueEquals("HS256"u8)
        && !header.TryGetProperty("crit"u8, out _);

    private static JsonDocument? Decode(ReadOnlySpan<char> part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (!Base64Url.TryDecodeFromChars(part, bytes, out var length))
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(bytes.AsMemory(0, length), Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
