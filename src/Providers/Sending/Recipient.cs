using System.Buffers;

namespace Relevo.Providers.Sending;

/// <summary>Tells contact keys apart as the normalisers write them.</summary>
internal static class Recipient
{
    private const int MaxLength = 256;
    private const int MinDigits = 5;
    private const int MaxDigits = 20;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._=+/-");

    internal static RecipientKind KindOf(string contactKey)
    {
        if (contactKey.Length is 0 or > MaxLength)
        {
            return RecipientKind.Unknown;
        }

        if (contactKey[0] == '+' && IsDigits(contactKey.AsSpan(1)))
        {
            return contactKey.Length - 1 is >= MinDigits and <= MaxDigits ? RecipientKind.Phone : RecipientKind.Unknown;
        }

        if (IsAddress(contactKey, "@lid"))
        {
            return RecipientKind.Lid;
        }

        if (IsAddress(contactKey, "@g.us"))
        {
            return RecipientKind.GroupJid;
        }

        if (contactKey[0] == '+' || contactKey.AsSpan().ContainsAnyExcept(IdCharacters))
        {
            return RecipientKind.Unknown;
        }

        return contactKey.Contains('.', StringComparison.Ordinal) ? RecipientKind.Bsuid : RecipientKind.CloudGroup;
    }

    // The name before the domain is digits, in old groups two numbers with a dash.
    private static bool IsAddress(string key, string domain) =>
        key.Length > domain.Length && key.EndsWith(domain, StringComparison.Ordinal)
        && !key.AsSpan(0, key.Length - domain.Length).ContainsAnyExceptInRange('-', '9')
        && key.AsSpan(0, key.Length - domain.Length).IndexOfAny('.', '/') < 0;

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
