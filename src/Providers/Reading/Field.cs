using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>
/// Reads properties that may be absent or null. One that is there but of the wrong type sets <c>odd</c>: the event it
/// belongs to is then handed on as unknown instead of being half understood. Nothing here throws.
/// </summary>
internal static class Field
{
    private const int MaxKey = 256;
    private const int MaxWord = 128;
    private const int MaxNumber = 64;

    /// <summary>The property, unless it is absent or null.</summary>
    internal static bool TryAny(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(name, out value)
            && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>The property when it is an object.</summary>
    internal static bool TryObject(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value, ref bool odd) =>
        TryKind(parent, name, JsonValueKind.Object, out value, ref odd);

    /// <summary>The property when it is an array.</summary>
    internal static bool TryArray(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value, ref bool odd) =>
        TryKind(parent, name, JsonValueKind.Array, out value, ref odd);

    /// <summary>The first element of the property's array when that is an object.</summary>
    internal static bool TryFirst(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value, ref bool odd)
    {
        value = default;
        if (!TryArray(parent, name, out var array, ref odd))
        {
            return false;
        }

        foreach (var element in array.EnumerateArray())
        {
            value = element;
            odd |= element.ValueKind != JsonValueKind.Object;
            return element.ValueKind == JsonValueKind.Object;
        }

        return false;
    }

    /// <summary>The property's text, of any length.</summary>
    internal static string? Text(JsonElement parent, ReadOnlySpan<byte> name, ref bool odd) =>
        TryKind(parent, name, JsonValueKind.String, out var value, ref odd) ? JsonText.Of(value) : null;

    /// <summary>The property's text when it can be a key; empty counts as absent, one too long or unreadable as odd.</summary>
    internal static string? Key(JsonElement parent, ReadOnlySpan<byte> name, ref bool odd)
    {
        if (!TryKind(parent, name, JsonValueKind.String, out var value, ref odd))
        {
            return null;
        }

        var key = Key(value);
        odd |= key is null && !JsonText.Inner(value).IsEmpty;
        return key;
    }

    /// <summary>The text of a string element when it can be a key.</summary>
    /// <returns>
    /// Null when it is empty, longer than 256 characters, or holds what a database key should not: control characters,
    /// or U+FFFD, in which two different broken texts would look the same.
    /// </returns>
    internal static string? Key(JsonElement value)
    {
        // Six bytes are the most that one character takes (\uXXXX).
        if (value.ValueKind != JsonValueKind.String || JsonText.Inner(value).Length is 0 or > MaxKey * 6)
        {
            return null;
        }

        var key = JsonText.Of(value);
        return key.Length <= MaxKey && !key.AsSpan().ContainsAny(KeyMarks.Forbidden) ? key : null;
    }

    /// <summary>A word of the provider: one of <paramref name="known"/>, or its own text.</summary>
    internal static string? Word(JsonElement parent, ReadOnlySpan<byte> name, WordTable known, ref bool odd)
    {
        if (!TryKind(parent, name, JsonValueKind.String, out var value, ref odd))
        {
            return null;
        }

        if (known.Find(value) is { } word)
        {
            return word;
        }

        var other = Key(value);
        odd |= other is null or { Length: > MaxWord };
        return other is { Length: <= MaxWord } ? other : null;
    }

    /// <summary>A truth value.</summary>
    internal static bool? Flag(JsonElement parent, ReadOnlySpan<byte> name, ref bool odd)
    {
        if (!TryAny(parent, name, out var value))
        {
            return null;
        }

        odd |= value.ValueKind is not (JsonValueKind.True or JsonValueKind.False);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    /// <summary>A finite number. <c>1e999</c> is none.</summary>
    internal static double? Number(JsonElement parent, ReadOnlySpan<byte> name, ref bool odd)
    {
        if (!TryKind(parent, name, JsonValueKind.Number, out var value, ref odd))
        {
            return null;
        }

        if (JsonMarshal.GetRawUtf8Value(value).Length <= MaxNumber && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        odd = true;
        return null;
    }

    /// <summary>A whole number that fits an <see cref="int"/>, as number or digits.</summary>
    internal static int? Whole(JsonElement parent, ReadOnlySpan<byte> name, ref bool odd)
    {
        if (!TryAny(parent, name, out var value))
        {
            return null;
        }

        var number = Moment.Integer(value);
        odd |= number is null or < int.MinValue or > int.MaxValue;
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
    }

    /// <summary>A code or limit that providers write as number or as word, as text.</summary>
    internal static string? Code(JsonElement parent, ReadOnlySpan<byte> name, ref bool odd)
    {
        if (!TryAny(parent, name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && JsonMarshal.GetRawUtf8Value(value) is { Length: <= MaxNumber } digits)
        {
            return System.Text.Encoding.ASCII.GetString(digits);
        }

        var word = Key(value);
        odd |= word is null && !(value.ValueKind == JsonValueKind.String && JsonText.Inner(value).IsEmpty);
        return word;
    }

    private static bool TryKind(JsonElement parent, ReadOnlySpan<byte> name, JsonValueKind kind, out JsonElement value, ref bool odd)
    {
        if (!TryAny(parent, name, out value))
        {
            return false;
        }

        odd |= value.ValueKind != kind;
        return value.ValueKind == kind;
    }
}
