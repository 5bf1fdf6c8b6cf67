using System.Text;
using Relevo.Providers.Signatures;

namespace Relevo.Providers.Meta;

/// <summary>
/// Meta's handshake: <c>GET url?hub.mode=subscribe&amp;hub.verify_token=T&amp;hub.challenge=C</c> is answered 200 with
/// exactly <c>C</c> as <c>text/plain</c>, or 403 (facebook/openapi v23.0, <c>/whatsapp/webhooks</c>).
/// </summary>
public static class MetaHandshake
{
    private const int MaxChallenge = 1024;
    private const int MaxQuery = 8192;

    /// <summary>What to answer to a handshake.</summary>
    /// <param name="query">The raw query, percent-encoded, with or without its question mark.</param>
    /// <param name="verifyTokens">The configured tokens; null and empty ones match nothing.</param>
    /// <returns>The challenge, or null when the answer is 403.</returns>
    public static string? Challenge(string? query, params IEnumerable<string?> verifyTokens)
    {
        ArgumentNullException.ThrowIfNull(verifyTokens);
        if (query is not { Length: > 0 and <= MaxQuery })
        {
            return null;
        }

        var mode = Single(query, "hub.mode");
        var given = Single(query, "hub.verify_token");
        var challenge = Single(query, "hub.challenge");
        return mode == "subscribe" && challenge is { Length: > 0 and <= MaxChallenge } && IsConfigured(given, verifyTokens)
            ? challenge
            : null;
    }

    private static bool IsConfigured(string? given, IEnumerable<string?> verifyTokens)
    {
        var found = false;
        foreach (var token in verifyTokens)
        {
            found |= given is not null && token is { Length: > 0 } && Mac.Same(token, given);
        }

        return found;
    }

    /// <summary>The decoded value of a parameter that occurs once; two of a name are none.</summary>
    private static string? Single(string query, string name)
    {
        string? value = null;
        var rest = query.AsSpan().TrimStart('?');
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            var equals = pair.IndexOf('=');
            if (equals < 0 || Decode(pair[..equals]) != name)
            {
                continue;
            }

            if (value is not null)
            {
                return null;
            }

            value = Decode(pair[(equals + 1)..]);
        }

        return value;
    }

    // A plus is a space here, as in every form-encoded query; bytes that are not UTF-8 become U+FFFD.
    private static string Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[count++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                var character = text[i] == '+' ? ' ' : text[i];
                count += Encoding.UTF8.GetBytes([character], bytes.AsSpan(count));
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, count);
    }
}
