using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>
/// Finds objects that name a property twice: readers disagree which of the two counts. The parser's own check costs a
/// fifth of normalising; this one looks closer only where two names fall into the same of 64 bits.
/// </summary>
internal static class DuplicateNames
{
    private const int FewNames = 16; // Up to here looking back is cheaper than a set.
    private const ulong Escaped = ulong.MaxValue;

    /// <summary>Whether any object in <paramref name="value"/> has two properties of one name.</summary>
    internal static bool AreIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => AreInObject(value),
        JsonValueKind.Array => AreInArray(value),
        _ => false,
    };

    private static bool AreInArray(JsonElement array)
    {
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array && AreIn(item))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreInObject(JsonElement value)
    {
        var seen = 0UL;
        var position = 0;
        var unsure = false;
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            var bit = Bit(name);
            unsure |= bit == Escaped || ((seen & bit) != 0 && position >= FewNames);
            if (!unsure && (seen & bit) != 0 && IsAmongFirst(value, position, name))
            {
                return true;
            }

            seen |= bit;
            position++;
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && AreIn(property.Value))
            {
                return true;
            }
        }

        return unsure && HasTwice(value);
    }

    private static bool IsAmongFirst(JsonElement value, int count, ReadOnlySpan<byte> name)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (count-- == 0)
            {
                break;
            }

            if (name.SequenceEqual(JsonMarshal.GetRawUtf8PropertyName(property)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTwice(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!names.Add(JsonText.Of(JsonMarshal.GetRawUtf8PropertyName(property))))
            {
                return true;
            }
        }

        return false;
    }

    // An escaped name may be any other in disguise: then only the set can tell.
    private static ulong Bit(ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)'\\'))
        {
            return Escaped;
        }

        var mix = name.Length < 2 ? (uint)name.Length : (uint)((name.Length * 31) + (name[0] * 7) + (name[^1] * 13) + name[name.Length / 2]);
        return 1UL << (int)(mix & 63);
    }
}
