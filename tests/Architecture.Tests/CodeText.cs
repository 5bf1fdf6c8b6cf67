using System.Text;

namespace Relevo.Architecture.Tests;

/// <summary>C# with comments and literals blanked out, character for character, so that words can be looked for and lines counted.</summary>
internal sealed class CodeText
{
    private readonly string _source;
    private readonly StringBuilder _code;
    private int _at;

    private CodeText(string source)
    {
        _source = source;
        _code = new StringBuilder(source.Length);
    }

    public static string Blank(string source)
    {
        var text = new CodeText(source);
        text.Code(depthLimit: -1);
        return text._code.ToString();
    }

    /// <summary>Copies code; inside a hole of an interpolated string until its closing brace.</summary>
    private void Code(int depthLimit)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            var next = _source[_at];
            if (next == '}' && depth == depthLimit)
            {
                return;
            }

            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (StartsWith("//"))
            {
                Skip(_source.IndexOf('\n', _at) is var end and >= 0 ? end - _at : _source.Length - _at);
            }
            else if (StartsWith("/*"))
            {
                Skip(_source.IndexOf("*/", _at, StringComparison.Ordinal) is var end and >= 0 ? end + 2 - _at : _source.Length - _at);
            }
            else if (next == '\'')
            {
                Skip(_source[_at + 1] == '\\' ? _source.IndexOf('\'', _at + 3) + 1 - _at : 3);
            }
            else if (next is '"' or '$' or '@' && IsLiteral(out var dollars, out var verbatim, out var quotes))
            {
                Literal(dollars, verbatim, quotes);
            }
            else
            {
                _code.Append(next);
                _at++;
            }
        }
    }

    /// <summary>Recognises the start of a string; the place moves behind its opening quotes.</summary>
    private bool IsLiteral(out int dollars, out bool verbatim, out int quotes)
    {
        var at = _at;
        (dollars, verbatim, quotes) = (0, false, 0);
        for (; at < _source.Length && _source[at] is '$' or '@'; at++)
        {
            dollars += _source[at] == '$' ? 1 : 0;
            verbatim |= _source[at] == '@';
        }

        while (at + quotes < _source.Length && _source[at + quotes] == '"')
        {
            quotes++;
        }

        if (quotes == 0)
        {
            return false;
        }

        quotes = quotes < 3 || verbatim ? 1 : quotes;
        Skip(at + quotes - _at);
        return true;
    }

    private void Literal(int dollars, bool verbatim, int quotes)
    {
        var isRaw = quotes >= 3;
        while (_at < _source.Length)
        {
            if (!isRaw && !verbatim && _source[_at] == '\\')
            {
                Skip(2);
            }
            else if (StartsWith(new string('"', quotes)))
            {
                if (verbatim && StartsWith("\"\""))
                {
                    Skip(2);
                    continue;
                }

                Skip(quotes);
                return;
            }
            else if (dollars > 0 && StartsWith(new string('{', dollars)))
            {
                Hole(dollars, isRaw);
            }
            else
            {
                Skip(1);
            }
        }
    }

    private void Hole(int dollars, bool isRaw)
    {
        if (!isRaw && StartsWith("{{"))
        {
            Skip(2);
            return;
        }

        Skip(dollars);
        Code(depthLimit: 0);
        Skip(dollars);
    }

    private bool StartsWith(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private void Skip(int count)
    {
        for (var end = Math.Min(_at + count, _source.Length); _at < end; _at++)
        {
            _code.Append(_source[_at] is '\n' ? '\n' : ' ');
        }
    }
}
