using System.Security.Cryptography;
using System.Text;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>Signs as Standard Webhooks does: base 64 of HMAC-SHA256 over <c>id.timestamp.body</c>, one signature per secret.</summary>
internal sealed class NoticeSigner(IEnumerable<string> secrets)
{
    public const string Expected = "must be whsec_ followed by base64";
    private const string Prefix = "whsec_";

    private readonly List<byte[]> _keys = [.. secrets.Select(secret => TryReadKey(secret) ?? throw new FormatException("A secret of the webhook " + Expected + "."))];

    public static byte[]? TryReadKey(string secret)
    {
        var key = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var bytes) && bytes > 0
            ? key[..bytes]
            : null;
    }

    public string? Sign(string id, string timestamp, byte[] body)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return _keys.Count == 0 ? null : string.Join(' ', _keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, text))));
    }
}
