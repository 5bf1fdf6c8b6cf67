using System.Globalization;
using System.Text;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>The text of every event follows from a seed and its id, so that the far end can tell an altered one.</summary>
internal static class Payload
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 äéñß¿😀\"\\/\t<>&'";
    private static readonly Rune[] Runes = [.. Alphabet.EnumerateRunes()];

    /// <summary>Between 100 and 1,500 letters, most short, with what JSON has to escape.</summary>
    public static string Text(ulong seed, EventId id)
    {
        var state = seed ^ ((ulong)id.Generation << 56) ^ (ulong)id.Sequence;
        var length = 100 + (int)(Next(ref state) % (Next(ref state) % 4 == 0 ? 1400UL : 300UL));
        var text = new StringBuilder(length + 24);
        text.Append(CultureInfo.InvariantCulture, $"{id}:");
        while (text.Length < length)
        {
            text.Append(Runes[(int)(Next(ref state) % (ulong)Runes.Length)].ToString());
        }

        return text.ToString();
    }

    /// <summary>SplitMix64.</summary>
    public static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
