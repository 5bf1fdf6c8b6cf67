using System.Text;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>The words a provider uses in one place, found from their bytes without making a string.</summary>
internal sealed class WordTable
{
    private readonly (byte[] Utf8, string Word)[] _words;

    internal WordTable(params ReadOnlySpan<string> words)
    {
        _words = new (byte[], string)[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            _words[i] = (Encoding.UTF8.GetBytes(words[i]), words[i]);
        }
    }

    /// <summary>The word that a string element holds, or null when it is none of the table's.</summary>
    internal string? Find(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? Find(JsonText.Plain(element)) : null;

    /// <summary>The word of these bytes, or null.</summary>
    internal string? Find(ReadOnlySpan<byte> utf8)
    {
        foreach (var (bytes, word) in _words)
        {
            if (utf8.SequenceEqual(bytes))
            {
                return word;
            }
        }

        return null;
    }
}
