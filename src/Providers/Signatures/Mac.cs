using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Relevo.Providers.Signatures;

/// <summary>
/// Comparisons of HMAC-SHA256 values that take the same time wherever two values differ. Base64 has several spellings of one
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
