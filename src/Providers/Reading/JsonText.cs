using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>
/// Reads the text of JSON strings that were checked to be valid UTF-8. Half a surrogate pair, which
/// <see cref="JsonElement.GetString"/> refuses with an exception, becomes U+FFFD.
/// </summary>
internal static class JsonText
{
    private const int UnicodeEscapeLength = 6; // \uXXXX

    /// <summary>The text of a string element.</summary>
    internal static string Of(JsonElement element) => Of(Inner(element));

    /// <summary>The text of what stands between the quotes of a string or name.</summary>
    internal static string Of(ReadOnlySpan<byte> inner) =>
        inner.Contains((byte)'\\') ? Unescape(inner) : Encoding.UTF8.GetString(inner);

    /// <summary>The bytes between the quotes of a string element, escapes as they are.</summary>
    internal static ReadOnlySpan<byte> Inner(JsonElement element) => JsonMarshal.GetRawUtf8Value(element)[1..^1];

    /// <summary>The bytes of the text of a string element; only one with escapes is copied.</summary>
    internal static ReadOnlySpan<byte> Plain(JsonElement element)
    {
        var inner = Inner(element);
        return inner.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Unescape(inner)) : inner;
    }

    private static string Unescape(ReadOnlySpan<byte> inner)
    {
        var buffer = ArrayPool<char>.Shared.Rent(inner.Length);
        try
        {
            var written = 0;
            while (!inner.IsEmpty)
            {
                var plain = inner.IndexOf((byte)'\\');
                if (plain < 0)
                {
                    plain = inner.Length;
                }

                written += Encoding.UTF8.GetChars(inner[..plain], buffer.AsSpan(written));
                inner = inner[plain..];
                if (!inner.IsEmpty)
                {
                    buffer[written++] = Escaped(inner, out var length);
                    inner = inner[length..];
                }
            }

            MendSurrogates(buffer.AsSpan(0, written));
            return new string(buffer, 0, written);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static char Escaped(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        switch (escape[1])
        {
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'u':
                length = UnicodeEscapeLength;
                return (char)ushort.Parse(escape[2..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default: return (char)escape[1];
        }
    }

    private static void MendSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else
            {
                text[i] = '\uFFFD';
            }
        }
    }
}
