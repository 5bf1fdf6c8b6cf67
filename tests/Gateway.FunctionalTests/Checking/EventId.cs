using System.Globalization;
using System.Runtime.InteropServices;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>Which event of which generator; readable in the provider's message id.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventId(byte Generation, long Sequence)
{
    private const string Prefix = "wamid.T";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Generation:x2}{Sequence:x10}");

    public static bool TryParse(string? text, out EventId id)
    {
        id = default;
        if (text is null || text.Length != Prefix.Length + 12 || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !byte.TryParse(text.AsSpan(Prefix.Length, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var generation)
            || !long.TryParse(text.AsSpan(Prefix.Length + 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        id = new EventId(generation, sequence);
        return true;
    }
}
