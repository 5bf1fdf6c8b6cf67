using System.Security.Cryptography;

namespace Relevo.Gateway.Delivery;

/// <summary>
/// Signs as Standard Webhooks does: base 64 of HMAC-SHA256 over <c>id.timestamp.body</c>, one signature per secret so that
/// an application can rotate (standardwebhooks.com, "Signature scheme").
/// </summary>
internal sealed class EventSigner(IReadOnlyList<byte[]> keys)
{
    private const string Prefix = "whsec_";
    private const string Version = "v1,";
    private const int MacTextLength = 44; // base 64 of 32 bytes

    // A state that is set up with its key is used again: setting one up costs more than hashing a usual event with it.
    private readonly ThreadLocal<IncrementalHash>[] _states =
        [.. keys.Select(key => new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key)))];

    public static EventSigner From(IEnumerable<string> secrets) =>
        new([.. secrets.Select(secret => Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret))]);

    /// <summary>The value of <c>webhook-signature</c> for a signed text <c>id.timestamp.body</c>; null when there is no secret.</summary>
    public string? Sign(ReadOnlySpan<byte> signedText)
    {
        if (_states.Length == 0)
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<char> text = stackalloc char[MacTextLength];
        string? signature = null;
        foreach (var state in _states)
        {
            state.Value!.AppendData(signedText);
            state.Value.GetHashAndReset(mac);
            Convert.TryToBase64Chars(mac, text, out _);
            signature = signature is null ? string.Concat(Version, text) : string.Concat(signature, " ", Version, text);
        }

        return signature;
    }
}
