using System.Globalization;
using System.Text.RegularExpressions;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>All that came back on one connection.</summary>
/// <param name="Text">The bytes as Latin-1.</param>
/// <param name="Closed">Whether the gateway ended the connection before the deadline.</param>
internal sealed partial record RawAnswer(string Text, bool Closed)
{
    /// <summary>Status codes of the responses, in order; interim ones left out.</summary>
    public IReadOnlyList<int> Statuses { get; } =
        [.. StatusLine().Matches(Text).Select(match => int.Parse(match.Groups["status"].ValueSpan, CultureInfo.InvariantCulture)).Where(status => status >= 200)];

    public int Status => Statuses is [var first, ..] ? first : 0;

    [GeneratedRegex(@"HTTP/1\.[01] (?<status>\d{3})[ \r]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatusLine();
}
