using System.Buffers;

namespace Relevo.Providers.Reading;

/// <summary>Characters that no key may hold.</summary>
internal static class KeyMarks
{
    /// <summary>Control characters and U+FFFD.</summary>
    internal static readonly SearchValues<char> Forbidden = SearchValues.Create(All());

    private static string All()
    {
        Span<char> marks = stackalloc char[0x20 + 0x21 + 1];
        var count = 0;
        for (var character = '\0'; character <= '\u009F'; character++)
        {
            if (char.IsControl(character))
            {
                marks[count++] = character;
            }
        }

        marks[count++] = '\uFFFD';
        return new string(marks[..count]);
    }
}
