using System.Globalization;
using System.Net.Http.Headers;

namespace Relevo.Providers.Transport;

/// <summary>Reads <c>Retry-After</c>, seconds or HTTP date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>What it asks to wait, at most an hour; null when it is absent, given twice, negative or not to be read.</summary>
    internal static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values) || values.Count != 1)
        {
            return null;
        }

        var text = values.ToString().Trim();
        if (text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < (long)Longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : Longest; // Too many digits for a number are many seconds all the same.
        }

        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) || date < now)
        {
            return null;
        }

        var wait = date - now;
        return wait < Longest ? wait : Longest;
    }
}
