using System.Text;
using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// Takes credentials out of what is handed on: <c>apikey</c> (the instance's token) and <c>api_key</c> (the server's global
/// key, in the <c>error</c> event) wherever they stand, and at the top of the envelope <c>destination</c>, which is our own
/// address with the token in its path (evolution-api webhook.controller.ts, main.ts).
/// </summary>
internal static class EvolutionSecrets
{
    private const int MaxDepth = 64;
    private const int LongestName = 11 * 6; // "destination", each letter written \uXXXX

    /// <summary>The same bytes when nothing has to go, else a copy without those properties, all other bytes as they were.</summary>
    /// <param name="json">A JSON value that was parsed before.</param>
    /// <param name="isEnvelope">Whether the top object is Evolution's envelope.</param>
    internal static ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> json, bool isEnvelope)
    {
        var source = json.Span;
        var reader = new Utf8JsonReader(source, new JsonReaderOptions { MaxDepth = MaxDepth });
        byte[]? kept = null;
        var length = 0;
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !IsSecret(reader, isEnvelope))
            {
                continue;
            }

            kept ??= new byte[source.Length];
            var before = source[copied..(int)reader.TokenStartIndex];
            before.CopyTo(kept.AsSpan(length));
            length += before.Length;
            reader.Skip();
            copied = (int)reader.BytesConsumed;
            if (TryPassComma(source, ref copied))
            {
                continue;
            }

            length = WithoutLastComma(kept.AsSpan(0, length));
        }

        if (kept is null)
        {
            return json;
        }

        source[copied..].CopyTo(kept.AsSpan(length));
        return kept.AsMemory(0, length + source.Length - copied);
    }

    /// <summary>
    /// A body that is no JSON, as far as it can be made safe: the values behind those names are starred out. What else it
    /// holds nobody can tell.
    /// </summary>
    internal static ReadOnlySpan<byte> Mask(ReadOnlySpan<byte> body)
    {
        byte[]? masked = null;
        var at = 0;
        while (body[at..].IndexOf((byte)'"') is >= 0 and var quote)
        {
            at += quote + 1;
            var end = body[at..].IndexOf((byte)'"');
            if (end < 0)
            {
                break;
            }

            if (IsSecretName(body.Slice(at, end), isTop: true) && ValueOf(body, at + end + 1) is { Length: > 0 } value)
            {
                masked ??= body.ToArray();
                masked.AsSpan(value.Start, value.Length).Fill((byte)'*');
                at = value.Start + value.Length;
            }
        }

        return masked ?? body;
    }

    private static bool IsSecret(in Utf8JsonReader reader, bool isEnvelope)
    {
        var name = reader.ValueSpan;
        var isTop = isEnvelope && reader.CurrentDepth == 1;
        return reader.ValueIsEscaped
            ? name.Length <= LongestName && IsSecretName(Encoding.UTF8.GetBytes(JsonText.Of(name)), isTop)
            : IsSecretName(name, isTop);
    }

    private static bool IsSecretName(ReadOnlySpan<byte> name, bool isTop) => name.Length switch
    {
        6 => Ascii.EqualsIgnoreCase(name, "apikey"u8),
        7 => Ascii.EqualsIgnoreCase(name, "api_key"u8),
        11 => isTop && Ascii.EqualsIgnoreCase(name, "destination"u8),
        _ => false,
    };

    private static bool TryPassComma(ReadOnlySpan<byte> source, ref int at)
    {
        var next = source[at..].IndexOfAnyExcept(" \t\r\n"u8);
        if (next < 0 || source[at + next] != ',')
        {
            return false;
        }

        at += next + 1;
        return true;
    }

    private static int WithoutLastComma(ReadOnlySpan<byte> kept)
    {
        var last = kept.LastIndexOfAnyExcept(" \t\r\n"u8);
        return last >= 0 && kept[last] == ',' ? last : kept.Length;
    }

    /// <summary>The string or word behind a colon at <paramref name="at"/>.</summary>
    private static (int Start, int Length) ValueOf(ReadOnlySpan<byte> body, int at)
    {
        var colon = body[at..].IndexOfAnyExcept(" \t\r\n"u8);
        if (colon < 0 || body[at + colon] != ':')
        {
            return default;
        }

        var start = at + colon + 1;
        var gap = body[start..].IndexOfAnyExcept(" \t\r\n"u8);
        if (gap < 0)
        {
            return default;
        }

        start += gap;
        if (body[start] != '"')
        {
            var word = body[start..].IndexOfAny(",}] "u8);
            return (start, word < 0 ? body.Length - start : word);
        }

        var end = start + 1;
        while (end < body.Length && body[end] != '"')
        {
            end += body[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, body.Length);
        return (start + 1, end - start - 1);
    }
}
