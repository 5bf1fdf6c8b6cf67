namespace Relevo.LoadBalancer.Policies;

/// <summary>Hashes that stay the same over restarts and machines.</summary>
internal static class Hash
{
    /// <summary>SplitMix64's finaliser (Steele, Lea, Flood 2014): every bit of the result depends on every bit given.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>FNV-1a over the characters, mixed.</summary>
    public static ulong Of(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 0x100000001B3;
        }

        return Mix(hash);
    }
}
