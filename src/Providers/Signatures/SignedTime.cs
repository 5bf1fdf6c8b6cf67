using System.Globalization;

namespace Relevo.Providers.Signatures;

/// <summary>The time a signature was made, as its header says: Unix seconds in digits.</summary>
internal static class SignedTime
{
    private const int MaxDigits = 12;

    /// <summary>Reads the header; signs, spaces and fractions are refused.</summary>
    internal static bool TryRead(string? header, out long seconds)
    {
        seconds = 0;
        return header is { Length: > 0 and <= MaxDigits }
            && long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
    }

    /// <summary>Whether <paramref name="seconds"/> is neither too old nor too far ahead, both bounds included.</summary>
    internal static bool IsCurrent(long seconds, DateTimeOffset now, TimeSpan oldest, TimeSpan ahead)
    {
        var age = now.ToUnixTimeSeconds() - seconds;
        return age <= (long)oldest.TotalSeconds && -age <= (long)ahead.TotalSeconds;
    }
}
