using System.Security.Cryptography;
using System.Text;

namespace Relevo.Gateway.Delivery;

/// <summary>
/// Signs as Standard Webhooks does: base 64 of HMAC-SHA256 over <c>id.timestamp.body</c>, one signature per secret so that
/// an application can rotate (standardwebhooks.com, "Signature scheme").
/// </summary>
internal sealed class EventSigner(IReadOnlyList<byte[]> keys)
{
    private const string Prefix = "whsec_";
    private const int MacTextLength = 44; // base 64 of 32 bytes

    public static EventSigner From(IEnumerable<string> secrets) =>
        new([.. secrets.Select(secret => Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret))]);

    /// <summary>The value of <c>webhook-signature</c> for a signed text <c>id.timestamp.body</c>; null when there is no secret.</summary>
    public string? Sign(ReadOnlySpan<byte> signedText)
    {
        if (keys.Count == 0)
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<char> text = stackalloc char[MacTextLength];
        var signature = new StringBuilder(keys.Count * (MacTextLength + 4));
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key, signedText, mac);
            Convert.TryToBase64Chars(mac, text, out _);
            signature.Append(signature.Length == 0 ? "v1," : " v1,").Append(text);
        }

        return signature.ToString();
    }
}
