using System.Buffers;

namespace Relevo.Providers.Sending;

/// <summary>Builds addresses of API calls so that no name or id can change where a call goes.</summary>
internal static class Endpoint
{
    private const int MaxSegment = 256;

    private static readonly SearchValues<char> Visible = SearchValues.Create(
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>The address of a path below the base; every segment is escaped, the query is taken as it is.</summary>
    /// <param name="baseUrl">http or https; a path of its own is kept, a query is not.</param>
    /// <param name="segments">Segments for which <see cref="IsSegment"/> holds.</param>
    /// <param name="query">Behind the question mark; null without.</param>
    internal static Uri At(Uri baseUrl, ReadOnlySpan<string> segments, string? query = null)
    {
        var path = baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
        foreach (var segment in segments)
        {
            path += "/" + Uri.EscapeDataString(segment);
        }

        return new Uri(query is null ? path : path + "?" + query);
    }

    /// <summary>
    /// Whether a name can stand in a path. Dots alone cannot: they climb, and escaped they are unescaped on the way.
    /// </summary>
    internal static bool IsSegment(string? name) =>
        name is { Length: > 0 and <= MaxSegment } && name.AsSpan().ContainsAnyExcept('.') && !name.AsSpan().ContainsAny(Reading.KeyMarks.Forbidden) && IsText(name);

    /// <summary>Whether a text can stand in a header: visible ASCII, so neither line ends nor what proxies read in different ways.</summary>
    internal static bool IsHeaderValue(string? value) => value is { Length: > 0 } && !value.AsSpan().ContainsAnyExcept(Visible);

    /// <summary>Whether calls can go there: http or https, without user info or query.</summary>
    internal static bool IsBase(Uri? url) =>
        url is { IsAbsoluteUri: true } && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url.UserInfo.Length == 0 && url.Host.Length > 0;

    // Half a surrogate pair is no text, and escaping it would make two names one.
    private static bool IsText(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
