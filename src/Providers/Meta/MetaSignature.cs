using Relevo.Providers.Signatures;

namespace Relevo.Providers.Meta;

/// <summary>
/// Meta's signature: <c>X-Hub-Signature-256: sha256=</c> and 64 lower-case hex digits of HMAC-SHA256(app secret, raw body)
/// (nyaruka/courier handlers/meta; WhatsApp/WhatsApp-Nodejs-SDK). Upper case is refused: Meta never sends it.
/// </summary>
public static class MetaSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";

    /// <summary>Whether the header's value was made from <paramref name="body"/> with <paramref name="secret"/>.</summary>
    /// <param name="header">The value of a header that was sent exactly once, or null.</param>
    /// <param name="body">The raw bytes.</param>
    /// <param name="secret">An app secret; an empty one signs nothing.</param>
    public static bool IsSignedWith(string? header, ReadOnlySpan<byte> body, string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return TryRead(header, out var given) && Matches(given, body, secret);
    }

    /// <summary>The hex digits of a well-formed header.</summary>
    internal static bool TryRead(string? header, out ReadOnlySpan<char> given)
    {
        given = default;
        if (header is not { Length: 7 + Mac.HexLength } || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        given = header.AsSpan(Prefix.Length);
        return true;
    }

    /// <summary>Whether the hex digits belong to body and secret.</summary>
    internal static bool Matches(ReadOnlySpan<char> given, ReadOnlySpan<byte> body, string secret)
    {
        if (secret.Length == 0)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[Mac.Bytes];
        KeyedMacs.Compute(secret, body, mac);
        return Mac.EqualsHex(mac, given);
    }
}
