using System.Net;

namespace Relevo.Providers.Media;

/// <summary>Reads addresses that strangers wrote, in the one way that leaves no two programs of different opinions.</summary>
internal static class WebAddress
{
    /// <summary>Why the text is no plain web address; null when it is one.</summary>
    /// <param name="text">The address.</param>
    /// <param name="maxLength">In characters.</param>
    /// <param name="url">The address read.</param>
    internal static string? Problem(string? text, int maxLength, out Uri? url)
    {
        url = null;
        if (string.IsNullOrEmpty(text) || text.Length > maxLength)
        {
            return $"The address is empty or longer than {maxLength} characters.";
        }

        // A backslash is a slash to some and a character to others.
        if (text.AsSpan().ContainsAny(Reading.KeyMarks.Forbidden) || text.AsSpan().ContainsAny(' ', '\\'))
        {
            return "The address holds control characters, spaces or backslashes.";
        }

        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return "The address is none of http or https.";
        }

        var authority = Authority(text);
        if (authority.Contains('@'))
        {
            return "The address holds a user name.";
        }

        // Names in other scripts are written xn--; a percent sign in a host only hides something.
        if (authority.IsEmpty || authority.ContainsAnyExceptInRange('!', '~') || authority.Contains('%')
            || !Uri.TryCreate(text, UriKind.Absolute, out url) || url.Host.Length == 0 || url.UserInfo.Length > 0)
        {
            url = null;
            return "The address has no readable host.";
        }

        return null;
    }

    /// <summary>The host when it is an IP address in whatever spelling; null when it is a name.</summary>
    internal static IPAddress? Literal(Uri url) =>
        IPAddress.TryParse(url.IdnHost.TrimEnd('.'), out var address) ? address : null;

    private static ReadOnlySpan<char> Authority(string text)
    {
        var rest = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }
}
