using System.Globalization;
using System.Text;

namespace Relevo.Resilience.Incidents;

/// <summary>Writes values so that they stand in Markdown, tables included, as they are.</summary>
internal static class MarkdownText
{
    private const string Special = @"\`*_[]<>|#";

    /// <summary>Any text, on one line, with nothing in it that Markdown reads as its own.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            plain.Append(Special.Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(char.IsControl(letter) ? ' ' : letter);
        }

        return plain.ToString();
    }

    /// <summary>A span as people say it (<c>1 h 2 min 3 s</c>); a clock that stepped back makes none.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
        {
            return span <= TimeSpan.Zero ? "0 s" : "under 1 s";
        }

        (long Count, string Unit)[] parts = [((long)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "min"), (span.Seconds, "s")];
        return string.Join(' ', parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Unit}")));
    }
}
