using System.Text.RegularExpressions;

namespace Relevo.Architecture.Tests;

/// <summary>Finds methods and properties in blanked C#, and how many lines each takes, signature included.</summary>
internal static partial class Members
{
    public static IReadOnlyList<(string Name, int Lines)> Find(string code)
    {
        var found = new List<(string, int)>();
        var blocks = new Stack<(bool HoldsMembers, int Begin, bool IsExpression)>();
        blocks.Push((true, 0, false));
        var begin = 0;
        var parentheses = 0;
        for (var at = 0; at < code.Length; at++)
        {
            parentheses += code[at] is '(' or '[' ? 1 : code[at] is ')' or ']' ? -1 : 0;
            var holdsMembers = blocks.Peek().HoldsMembers;
            switch (code[at])
            {
                case '{':
                    var header = code[begin..at];
                    blocks.Push((holdsMembers && parentheses == 0 && HoldsMembers().IsMatch(Constraint().Replace(header, "")), begin, holdsMembers && (parentheses > 0 || IsExpression(header))));
                    begin = blocks.Peek().IsExpression ? begin : at + 1;
                    break;
                case '}' when blocks.Count > 1:
                    var block = blocks.Pop();
                    if (blocks.Peek().HoldsMembers && !block.HoldsMembers && !block.IsExpression)
                    {
                        Add(found, code, block.Begin, at);
                    }

                    begin = block.IsExpression ? begin : at + 1;
                    break;
                case ';' when holdsMembers && parentheses == 0:
                    if (code[begin..at].Contains("=>", StringComparison.Ordinal))
                    {
                        Add(found, code, begin, at);
                    }

                    begin = at + 1;
                    break;
                case ';' when !holdsMembers && !blocks.Peek().IsExpression:
                    begin = at + 1;
                    break;
            }
        }

        return found;
    }

    private static void Add(List<(string, int)> found, string code, int begin, int end)
    {
        var member = code[begin..(end + 1)];
        var start = Attributes().Match(member).Length;
        var header = member[start..].TrimStart();
        found.Add((header[..Math.Min(header.IndexOfAny(['\n', '{', '(']) is var stop and > 0 ? stop : 40, header.Length)].Trim(), header.Count(letter => letter == '\n') + 1));
    }

    private static bool IsExpression(string header) => Assignment().IsMatch(Nested().Replace(header, ""));

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\s+\w", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex HoldsMembers();

    [GeneratedRegex(@"\bwhere\s[\s\S]*$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^(\s|\[[^\]]*\])*", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\([^()]*(\([^()]*\)[^()]*)*\)|\[[^\]]*\]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Nested();

    /// <summary>An arrow or an assignment: the braces that follow are part of an expression.</summary>
    [GeneratedRegex(@"=>|(?<![=!<>])=(?!=)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Assignment();
}
