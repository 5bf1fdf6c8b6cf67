namespace Relevo.Storage.Sqlite;

/// <summary>
/// A Bloom filter before a segment's sorted keys (B. H. Bloom, 1970): 10 bits and 7 probes a key let about 1 % of absent
/// keys through to the exact look. The keys are hashes already, so their halves give the probes (Kirsch, Mitzenmacher, 2006).
/// </summary>
internal sealed class KeyFilter(byte[] bits)
{
    private const int BitsPerKey = 10;
    private const int Probes = 7;

    public ReadOnlyMemory<byte> Bits => bits;

    public static KeyFilter For(int keys) => new(new byte[Math.Max(8, ((keys * BitsPerKey) + 7) / 8)]);

    public void Add(UInt128 key)
    {
        var (place, step, size) = Start(key);
        for (var i = 0; i < Probes; i++)
        {
            var bit = Bit(place, size);
            bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            place += step;
        }
    }

    public bool MayContain(UInt128 key)
    {
        var (place, step, size) = Start(key);
        for (var i = 0; i < Probes; i++)
        {
            var bit = Bit(place, size);
            if ((bits[bit >> 3] & (1 << (int)(bit & 7))) == 0)
            {
                return false;
            }

            place += step;
        }

        return true;
    }

    // The upper half of a product maps a hash onto a range without a division (Lemire, 2019).
    private static ulong Bit(ulong place, ulong size) => Math.BigMul(place, size, out _);

    private (ulong Place, ulong Step, ulong Size) Start(UInt128 key) =>
        ((ulong)key, (ulong)(key >> 64) | 1, (ulong)bits.Length * 8);
}
