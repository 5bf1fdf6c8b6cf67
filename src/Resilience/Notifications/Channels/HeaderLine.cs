using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>Headers as settings write them: <c>Name: value</c>.</summary>
internal static partial class HeaderLine
{
    public const string Expected = "must be a header such as \"Authorization: Bearer …\", in ASCII, and none that belongs to the body or the connection";

    public static bool TryParse(string line, out string name, out string value)
    {
        var match = Form().Match(line);
        (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
        return match.Success;
    }

    public static void Add(HttpRequestHeaders headers, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (TryParse(line, out var name, out var value))
            {
                headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    [GeneratedRegex(@"^(?!(?i:content-|host:|host\s|transfer-encoding|connection|expect|upgrade))(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*(?<value>[ -~]*)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
