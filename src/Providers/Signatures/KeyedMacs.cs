using System.Security.Cryptography;
using System.Text;

namespace Relevo.Providers.Signatures;

/// <summary>
/// HMAC-SHA256 states that are set up with their key and used again: setting one up costs more than hashing a usual
/// webhook with it. One set per thread, so nothing is shared and nothing waits.
/// </summary>
internal static class KeyedMacs
{
    private const int Kept = 16; // distinct secrets of one thread; more are rare and begin anew

    [ThreadStatic]
    private static Dictionary<string, IncrementalHash>? states;

    /// <summary>Writes the HMAC-SHA256 of <paramref name="message"/> under the UTF-8 bytes of <paramref name="secret"/>.</summary>
    public static void Compute(string secret, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var state = StateOf(secret);
        state.AppendData(message);
        state.GetHashAndReset(mac);
    }

    private static IncrementalHash StateOf(string secret)
    {
        var known = states ??= new Dictionary<string, IncrementalHash>(StringComparer.Ordinal);
        if (known.TryGetValue(secret, out var state))
        {
            return state;
        }

        if (known.Count >= Kept)
        {
            foreach (var old in known.Values)
            {
                old.Dispose();
            }

            known.Clear();
        }

        return known[secret] = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
    }
}
