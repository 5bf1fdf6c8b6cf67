using System.Security.Cryptography;
using System.Text;

namespace Relevo.Providers.Signatures;

/// <summary>
/// The signature that Bird Channels and the old MessageBird scheme share:
/// base64( HMAC-SHA256( secret, timestamp + LF + context + LF + 32 raw bytes of SHA-256(body) ) ).
/// They differ in the context, which is why a channel must be configured for one of them.
/// </summary>
internal static class SignedHash
{
    /// <summary>Header of the signature, in both schemes.</summary>
    internal const string SignatureHeader = "MessageBird-Signature";

    /// <summary>Header of the time, in both schemes.</summary>
    internal const string TimeHeader = "MessageBird-Request-Timestamp";

    /// <summary>Whether <paramref name="given"/> was made with one of <paramref name="secrets"/>.</summary>
    internal static bool Matches(string? given, string timestamp, string context, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        if (given is not { Length: Mac.Base64Length })
        {
            return false;
        }

        var head = timestamp + "\n" + context + "\n";
        var message = new byte[Encoding.UTF8.GetByteCount(head) + Mac.Bytes];
        var length = Encoding.UTF8.GetBytes(head, message);
        SHA256.HashData(body, message.AsSpan(length));

        Span<byte> mac = stackalloc byte[Mac.Bytes];
        var found = false;
        for (var i = 0; i < secrets.Count; i++)
        {
            if (secrets[i].Length > 0)
            {
                KeyedMacs.Compute(secrets[i], message, mac);
                found |= Mac.EqualsBase64(mac, given);
            }
        }

        return found;
    }
}
