using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Relevo.Providers.Signatures;

/// <summary>
/// HMAC-SHA256 and comparisons that take the same time wherever two values differ. Base64 has several spellings of one
/// value, so the expected value is written out and compared as text; hex has one, and is compared as bytes.
/// </summary>
internal static class Mac
{
    /// <summary>Bytes of a SHA-256 value.</summary>
    internal const int Bytes = SHA256.HashSizeInBytes;

    /// <summary>Characters of a SHA-256 value in hex.</summary>
    internal const int HexLength = Bytes * 2;

    /// <summary>Characters of a SHA-256 value in base64.</summary>
    internal const int Base64Length = (Bytes + 2) / 3 * 4;

    private const int UsualKey = 256; // No provider's secret is longer than 64 characters.

    /// <summary>Writes the HMAC-SHA256 of <paramref name="message"/> under the UTF-8 bytes of <paramref name="secret"/>.</summary>
    internal static void Compute(string secret, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var size = Encoding.UTF8.GetMaxByteCount(secret.Length);
        var key = size <= UsualKey ? stackalloc byte[UsualKey] : new byte[size];
        var length = Encoding.UTF8.GetBytes(secret, key);
        HMACSHA256.HashData(key[..length], message, mac);
    }

    /// <summary>Whether <paramref name="given"/> is <paramref name="mac"/> in lower-case hex.</summary>
    internal static bool EqualsHex(ReadOnlySpan<byte> mac, ReadOnlySpan<char> given)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return given.Length == HexLength
            && !given.ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(given, bytes, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(mac, bytes);
    }

    /// <summary>Whether <paramref name="given"/> is <paramref name="mac"/> in base64 with padding.</summary>
    internal static bool EqualsBase64(ReadOnlySpan<byte> mac, ReadOnlySpan<char> given)
    {
        Span<char> expected = stackalloc char[Base64Length];
        return Convert.TryToBase64Chars(mac, expected, out _) && Same(expected, given);
    }

    /// <summary>Compares in a time that depends on the lengths only.</summary>
    internal static bool Same(ReadOnlySpan<char> expected, ReadOnlySpan<char> given) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(given));

    /// <summary>Whether <paramref name="given"/> is one of <paramref name="secrets"/>; empty ones never are.</summary>
    internal static bool IsOneOf(ReadOnlySpan<char> given, IReadOnlyList<string> secrets)
    {
        var found = false;
        for (var i = 0; i < secrets.Count; i++)
        {
            found |= secrets[i].Length > 0 && Same(secrets[i], given);
        }

        return found;
    }
}
