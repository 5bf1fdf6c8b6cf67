using System.Security.Cryptography;
using System.Text;
using Relevo.Providers.Signatures;

namespace Relevo.Providers.BirdV1;

/// <summary>
/// Checks Standard Webhooks signatures (messagebird/bird-sdk-go webhooks.go): <c>webhook-signature</c> lists
/// <c>v1,base64</c> values divided by spaces, made from <c>webhook-id.webhook-timestamp.body</c> with the bytes that the
/// secret holds in base64 behind <c>whsec_</c>. While a secret is rotated both sign, and any match will do.
/// </summary>
internal sealed class BirdV1Authenticator : IWebhookAuthenticator
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int MaxId = 256;
    private const int MaxSignatures = 1024; // About 20 of them
    private const int MaxKey = 256;

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public bool IsAuthentic(WebhookRequest request, WebhookNumber number)
    {
        var id = request.Headers.Single("webhook-id");
        var time = request.Headers.Single("webhook-timestamp");
        var signatures = request.Headers.Single("webhook-signature");
        if (id is not { Length: > 0 and <= MaxId } || signatures is not { Length: > 0 and <= MaxSignatures }
            || !SignedTime.TryRead(time, out var seconds)
            || !SignedTime.IsCurrent(seconds, request.ReceivedUtc, Tolerance, Tolerance))
        {
            return false;
        }

        var head = Encoding.UTF8.GetBytes(id + "." + time + ".");
        var authentic = false;
        for (var i = 0; i < number.Secrets.Count; i++)
        {
            authentic |= Matches(signatures, head, request.Body.Span, number.Secrets[i]);
        }

        return authentic;
    }

    private static bool Matches(ReadOnlySpan<char> signatures, byte[] head, ReadOnlySpan<byte> body, string secret)
    {
        Span<byte> key = stackalloc byte[MaxKey];
        var encoded = secret.AsSpan();
        encoded = encoded.StartsWith(SecretPrefix, StringComparison.Ordinal) ? encoded[SecretPrefix.Length..] : encoded;
        if (encoded.Length > MaxKey || !Convert.TryFromBase64Chars(encoded, key, out var length) || length == 0)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[Mac.Bytes];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key[..length]);
        hash.AppendData(head);
        hash.AppendData(body);
        hash.GetHashAndReset(mac);

        var found = false;
        foreach (var range in signatures.Split(' '))
        {
            var signature = signatures[range];
            found |= signature.StartsWith(Version, StringComparison.Ordinal) && Mac.EqualsBase64(mac, signature[Version.Length..]);
        }

        return found;
    }
}
