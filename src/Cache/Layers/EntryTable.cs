using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Relevo.Contracts.Identity;

namespace Relevo.Cache.Layers;

/// <summary>
/// Entries by key. Readers are never in anyone's way: whoever looks finds a key that is there throughout. Writers take turns
/// under their owner's lock. It never grows, since how many entries it may hold is known, so no write has to move a million.
/// </summary>
/// <remarks>
/// Entries are linked into their buckets by themselves, one step in memory less than in a dictionary of entries. An entry
/// that left keeps pointing on, and none comes back, so a reader that stands on one still finds the rest of its bucket.
/// A key is known by 128 bits of a keyed hash, seeded at random per process: nobody outside can fill one bucket or find two
/// keys that agree, and by chance two of a million do so once in 10^26 runs. Comparing the keys themselves would be two more
/// waits for memory, a third of a look into a million entries.
/// </remarks>
/// <param name="mostEntries">Has twice as many buckets, so that most hold one entry. More may be held, but then buckets become long.</param>
internal sealed class EntryTable(long mostEntries)
{
    private const int MostBuckets = 1 << 27; // 1 GiB of them.
    private static readonly ulong Seed0 = Seed();
    private static readonly ulong Seed1 = Seed();

    private readonly MemoryEntry?[] _buckets = new MemoryEntry?[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(mostEntries * 2, 1, MostBuckets))];

    /// <summary>What entries of this key carry.</summary>
    public static UInt128 HashOf(string key) => SipHash.Compute(Seed0, Seed1, MemoryMarshal.AsBytes(key.AsSpan()));

    /// <summary>Looks a key up. From any thread.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out MemoryEntry? entry)
    {
        var hash = HashOf(key);
        entry = Volatile.Read(ref Bucket(hash));
        while (entry is not null && entry.Hash != hash)
        {
            entry = entry.Next;
        }

        return entry is not null;
    }

    /// <summary>Takes in an entry whose key is not there.</summary>
    public void Add(MemoryEntry entry)
    {
        ref var bucket = ref Bucket(entry.Hash);
        entry.Next = bucket;
        Volatile.Write(ref bucket, entry);
    }

    /// <summary>Puts an entry in the place of one of the same key: whoever looks finds the one or the other.</summary>
    public void Replace(MemoryEntry old, MemoryEntry entry)
    {
        entry.Next = old.Next;
        PointPast(old, entry);
    }

    /// <summary>Takes out an entry that is there.</summary>
    public void Remove(MemoryEntry entry) => PointPast(entry, entry.Next);

    /// <summary>Every entry that is there throughout, and some that come or go meanwhile. From any thread.</summary>
    public IEnumerable<MemoryEntry> Walk()
    {
        for (var i = 0; i < _buckets.Length; i++)
        {
            for (var entry = Volatile.Read(ref _buckets[i]); entry is not null; entry = entry.Next)
            {
                yield return entry;
            }
        }
    }

    private void PointPast(MemoryEntry entry, MemoryEntry? to)
    {
        ref var bucket = ref Bucket(entry.Hash);
        if (ReferenceEquals(bucket, entry))
        {
            Volatile.Write(ref bucket, to);
            return;
        }

        var before = bucket!;
        while (!ReferenceEquals(before.Next, entry))
        {
            before = before.Next!;
        }

        before.Next = to;
    }

    private static ulong Seed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private ref MemoryEntry? Bucket(UInt128 hash) => ref _buckets[(int)(ulong)hash & (_buckets.Length - 1)];
}
