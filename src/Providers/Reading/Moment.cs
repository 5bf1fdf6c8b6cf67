using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>Reads the ways providers write time. What cannot be a time is null: then the receive time counts.</summary>
internal static class Moment
{
    private const long FirstMilliseconds = 1_000_000_000_000; // As seconds this would be the year 33658.
    private const long LastSeconds = 253_402_300_799; // 9999-12-31T23:59:59Z

    /// <summary>Unix seconds, or milliseconds when too large for seconds, as number or as string of digits.</summary>
    internal static DateTimeOffset? FromUnix(JsonElement element) => Integer(element) is { } value ? FromUnix(value) : null;

    /// <summary>Unix seconds, or milliseconds when too large for seconds.</summary>
    internal static DateTimeOffset? FromUnix(long value)
    {
        var milliseconds = value >= FirstMilliseconds;
        var seconds = milliseconds ? value / 1000 : value;
        if (seconds is <= 0 or > LastSeconds)
        {
            return null;
        }

        return milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(value) : DateTimeOffset.FromUnixTimeSeconds(value);
    }

    /// <summary>A whole number, written as number or as string of digits.</summary>
    internal static long? Integer(JsonElement element)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.String => JsonText.Inner(element),
            JsonValueKind.Number => JsonMarshal.GetRawUtf8Value(element),
            _ => default,
        };
        return Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length ? value : null;
    }
}
