using System.Text;
using System.Text.RegularExpressions;

namespace Relevo.Resilience.Notifications.Texts;

/// <summary>A text with variables: <c>{name}</c> is one, any other brace is a brace, so that JSON needs no escaping.</summary>
internal sealed partial class TextTemplate
{
    private readonly string _text;
    private readonly IReadOnlyList<Match> _variables;

    private TextTemplate(string text)
    {
        _text = text;
        _variables = Variable().Matches(text);
    }

    public IEnumerable<string> Names => _variables.Select(NameOf).Distinct(StringComparer.Ordinal);

    public static TextTemplate Parse(string text) => new(text);

    public string Render(Func<string, string> value)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var variable in _variables)
        {
            text.Append(_text, at, variable.Index - at).Append(value(NameOf(variable)));
            at = variable.Index + variable.Length;
        }

        return text.Append(_text, at, _text.Length - at).ToString();
    }

    private static string NameOf(Match variable) => variable.Groups["name"].Value;

    [GeneratedRegex(@"\{(?<name>[A-Za-z][A-Za-z0-9_-]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
