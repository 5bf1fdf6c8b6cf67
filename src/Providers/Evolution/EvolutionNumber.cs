using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// Long numbers as JavaScript writes them: a number, a string of digits, or a Long object <c>{low, high, unsigned}</c>
/// whose value is high·2^32 + low, low taken as unsigned.
/// </summary>
internal static class EvolutionNumber
{
    internal static long? Read(JsonElement value, ref bool odd)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            odd |= value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String);
            return Moment.Integer(value);
        }

        var low = Field.Whole(value, "low"u8, ref odd);
        var high = Field.Whole(value, "high"u8, ref odd);
        return low is null ? null : ((long)(high ?? 0) << 32) + (uint)low.Value;
    }
}
