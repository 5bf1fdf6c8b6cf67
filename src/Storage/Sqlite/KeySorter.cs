using System.Runtime.CompilerServices;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Sorts hashes: values whose high bits are spread evenly fall into buckets of a few at once, in one pass. The general
/// sort took seven times as long here, not least because the runtime never gets round to optimising what runs so rarely;
/// it still sorts a bucket that many equal hashes have filled.
/// </summary>
internal static class KeySorter
{
    private const int PerBucket = 4; // on average
    private const int ManyInBucket = 32;
    private const int MaxBits = 20;

    /// <summary>A sorted copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static UInt128[] Sort(ReadOnlySpan<UInt128> values)
    {
        var bits = Math.Clamp(int.Log2(Math.Max(1, values.Length / PerBucket)), 1, MaxBits);
        var ends = new int[1 << bits];
        foreach (ref readonly var value in values)
        {
            ends[Bucket(value, bits)]++;
        }

        for (int i = 0, end = 0; i < ends.Length; i++)
        {
            end += ends[i];
            ends[i] = end;
        }

        var sorted = new UInt128[values.Length];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            sorted[--ends[Bucket(values[i], bits)]] = values[i]; // now it is the bucket's begin
        }

        for (var i = 0; i < ends.Length; i++)
        {
            SortBucket(sorted.AsSpan(ends[i]..(i + 1 < ends.Length ? ends[i + 1] : sorted.Length)));
        }

        return sorted;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(UInt128 value, int bits) => (int)((ulong)(value >> 64) >> (64 - bits));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortBucket(Span<UInt128> bucket)
    {
        if (bucket.Length > ManyInBucket)
        {
            bucket.Sort();
            return;
        }

        for (var i = 1; i < bucket.Length; i++)
        {
            var value = bucket[i];
            var at = i;
            for (; at > 0 && bucket[at - 1] > value; at--)
            {
                bucket[at] = bucket[at - 1];
            }

            bucket[at] = value;
        }
    }
}
