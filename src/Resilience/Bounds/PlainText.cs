namespace Relevo.Resilience.Bounds;

/// <summary>Makes of any text one that may be kept: one line, no control characters, of bounded length.</summary>
internal static class PlainText
{
    /// <summary>Characters of a text that is kept.</summary>
    public const int Longest = 500;

    private const char Ellipsis = '…';

    public static string Of(string? text, int longest = Longest)
    {
        var plain = string.Create(Math.Min(text?.Length ?? 0, longest), text, static (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = char.IsControl(source![i]) ? ' ' : source[i];
            }
        });
        var isWhole = text is null || text.Length <= longest;
        return isWhole ? plain.Trim() : WithoutHalf(plain[..^1]) + Ellipsis;
    }

    // A surrogate without its other half is no text and would not survive being stored.
    private static string WithoutHalf(string text) => text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
}
