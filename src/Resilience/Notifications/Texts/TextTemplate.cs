using System.Text;
using System.Text.RegularExpressions;

namespace Relevo.Resilience.Notifications.Texts;

/// <summary>A text with variables: <c>{name}</c> is one, any other brace is a brace, so that JSON needs no escaping. Safe from any thread.</summary>
internal sealed partial class TextTemplate
{
    private readonly string _text;

    // Copied: matches are found and read lazily, and not safely from several threads.
    private readonly (int Start, int End, string Name)[] _variables;

    private TextTemplate(string text)
    {
        _text = text;
        _variables = [.. Variable().Matches(text).Select(match => (match.Index, match.Index + match.Length, match.Groups["name"].Value))];
    }

    public IEnumerable<string> Names => _variables.Select(variable => variable.Name).Distinct(StringComparer.Ordinal);

    /// <summary>True when it holds a brace that belongs to no variable.</summary>
    public bool HasLooseBrace => Render(_ => "").AsSpan().ContainsAny('{', '}');

    public static TextTemplate Parse(string text) => new(text);

    public string Render(Func<string, string> value)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var (start, end, name) in _variables)
        {
            text.Append(_text, at, start - at).Append(value(name));
            at = end;
        }

        return text.Append(_text, at, _text.Length - at).ToString();
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z][A-Za-z0-9_-]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
