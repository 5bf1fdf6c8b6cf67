using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>Writes phone numbers the one way the gateway knows them: <c>+</c> and digits.</summary>
internal static class Phone
{
    private const int MinDigits = 5;
    private const int MaxDigits = 20; // E.164 allows 15; some test accounts are longer.
    private const int MaxWritten = 40; // +1 (555) 000-9001 and the like

    /// <summary>A phone as string or as number: digits, <c>+</c> optional, the marks people put between them left out.</summary>
    /// <param name="element">A string or number.</param>
    /// <param name="known">Returned instead of a new string when it is the same phone.</param>
    /// <returns>Null when it is not a phone.</returns>
    internal static string? Read(JsonElement element, string? known = null) => element.ValueKind switch
    {
        JsonValueKind.String => Read(JsonText.Plain(element), known),
        JsonValueKind.Number => Read(JsonMarshal.GetRawUtf8Value(element), known),
        _ => null,
    };

    /// <summary>A phone from the part of a WhatsApp address before the <c>@</c>.</summary>
    internal static string? Read(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[MaxWritten];
        return text.Length <= MaxWritten && System.Text.Ascii.FromUtf16(text, ascii, out var length) == System.Buffers.OperationStatus.Done
            ? Read(ascii[..length], known: null)
            : null;
    }

    private static string? Read(ReadOnlySpan<byte> text, string? known)
    {
        if (text.Length > MaxWritten)
        {
            return null;
        }

        Span<char> phone = stackalloc char[MaxWritten + 1];
        phone[0] = '+';
        var length = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsAsciiDigit((char)character))
            {
                phone[length++] = (char)character;
            }
            else if (i == 0 ? character is not ((byte)'+' or (byte)'(') : !IsMark(character))
            {
                return null;
            }
        }

        if (length - 1 is < MinDigits or > MaxDigits)
        {
            return null;
        }

        var digits = phone[..length];
        return known is not null && digits.SequenceEqual(known) ? known : new string(digits);
    }

    private static bool IsMark(byte character) => character is (byte)' ' or (byte)'-' or (byte)'(' or (byte)')';
}
