using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>
/// Reads RFC 3339 times with any number of fraction digits (legacy MessageBird sends nanoseconds). What is finer than
/// 100 ns is cut off, not rounded, so that a time never moves into the next second.
/// </summary>
internal static class Rfc3339
{
    private const int SecondsEnd = 19; // 2023-12-13T19:34:01
    private const int MaxLength = 64;
    private const int FirstYear = 1970;
    private const int LastYear = 9998; // An offset could carry the last one past what .NET can hold.

    /// <summary>The time, or null when <paramref name="element"/> is not one.</summary>
    internal static DateTimeOffset? Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? Read(JsonText.Plain(element)) : null;

    private static DateTimeOffset? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length is <= SecondsEnd or > MaxLength || !HasMarks(text)
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second))
        {
            return null;
        }

        var rest = text[SecondsEnd..];
        var fraction = Fraction(ref rest);
        if (fraction < 0 || !Offset(rest, out var offset) || hour > 23 || minute > 59 || second > 59
            || year is < FirstYear or > LastYear || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        return new DateTimeOffset(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).AddTicks(fraction), offset).ToUniversalTime();
    }

    private static bool HasMarks(ReadOnlySpan<byte> text) =>
        text[4] == '-' && text[7] == '-' && text[10] is (byte)'T' or (byte)'t' or (byte)' ' && text[13] == ':' && text[16] == ':';

    /// <summary>Takes a fraction off the front of <paramref name="rest"/>.</summary>
    /// <returns>Its ticks; −1 when a point is followed by no digit.</returns>
    private static long Fraction(ref ReadOnlySpan<byte> rest)
    {
        if (rest[0] != '.')
        {
            return 0;
        }

        var length = 1;
        var ticks = 0L;
        var unit = TimeSpan.TicksPerSecond;
        while (length < rest.Length && char.IsAsciiDigit((char)rest[length]))
        {
            unit /= 10;
            ticks += (rest[length++] - '0') * unit;
        }

        rest = rest[length..];
        return length > 1 ? ticks : -1;
    }

    private static bool Offset(ReadOnlySpan<byte> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest.Length == 1)
        {
            return rest[0] is (byte)'Z' or (byte)'z';
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !Digits(rest[1..3], out var hours) || !Digits(rest[4..], out var minutes) || hours > 13 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit((char)character))
            {
                return false;
            }

            value = (value * 10) + (character - '0');
        }

        return true;
    }
}
