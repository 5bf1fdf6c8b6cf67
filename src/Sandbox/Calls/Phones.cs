namespace Relevo.Sandbox.Calls;

/// <summary>The forms of a phone number.</summary>
internal static class Phones
{
    private const string Jid = "@s.whatsapp.net";

    /// <summary><c>+</c> and digits for what is a phone in any provider's form; anything else as it is.</summary>
    public static string Normalise(string given)
    {
        var text = given.AsSpan();
        text = text.EndsWith(Jid, StringComparison.Ordinal) ? text[..^Jid.Length] : text;
        var digits = text.StartsWith('+') ? text[1..] : text;
        if (digits.Length is < 5 or > 15 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return given;
        }

        return digits.Length + 1 == given.Length && given[0] == '+' ? given : string.Concat("+", digits);
    }

    /// <summary>The same without the plus.</summary>
    public static ReadOnlySpan<char> Digits(string phone) => phone.StartsWith('+') ? phone.AsSpan(1) : phone;
}
