namespace Relevo.Resilience.Notifications.Texts;

/// <summary>Makes texts fit.</summary>
internal static class Cut
{
    /// <summary>The text, or its beginning with an ellipsis; no character is cut in two.</summary>
    public static string To(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }

    /// <summary>One line: control characters and line ends become spaces.</summary>
    public static string Line(string text, int length) =>
        To(text.AsSpan().ContainsAnyInRange('\0', '\u001f') ? string.Concat(text.Select(c => c < ' ' ? ' ' : c)) : text, length).Trim();
}
