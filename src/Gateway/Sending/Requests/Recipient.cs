using System.Text.RegularExpressions;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Whom a send is for.</summary>
internal static partial class Recipient
{
    public const string Expected = "must be 10 to 15 digits with or without +, or a BSUID, LID or WhatsApp Web group (…@g.us) as it came in an event";

    /// <summary>The contact key of a recipient as applications write it.</summary>
    /// <returns>Null when it is none.</returns>
    public static string? Read(string text) =>
        Phone().IsMatch(text) ? '+' + text.TrimStart('+')
        : Other().IsMatch(text) ? text
        : null;

    // \z, not $: that would let a line feed pass at the end.
    [GeneratedRegex(@"^\+?[0-9]{10,15}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Phone();

    // A BSUID (country, dot, letters and digits), a LID, a group of WhatsApp Web. A group of the Cloud API has an id without
    // a mark of its own, which any slip of the pen would look like; applications answer there by replies.
    [GeneratedRegex(@"^([A-Z]{2}\.[A-Za-z0-9.]{1,128}|[0-9]{5,20}@lid|[0-9-]{5,40}@g\.us)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Other();
}
