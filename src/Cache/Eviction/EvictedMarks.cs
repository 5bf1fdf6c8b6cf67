using System.Numerics;

namespace Relevo.Cache.Eviction;

/// <summary>
/// Hashes of keys that were evicted lately, so that one that comes back is known. Two keys may share a hash or a place: then
/// one is forgotten early or taken for the other, which costs a hit and nothing else. Its owner holds the lock.
/// </summary>
internal sealed class EvictedMarks
{
    private const int FewestPlaces = 64;
    private const int MostPlaces = 1 << 20; // 8 MiB.

    private ulong[] _places = new ulong[FewestPlaces]; // Turn and hash; 0 is empty.
    private uint _turn;

    /// <summary>Remembers a key.</summary>
    /// <param name="hash">Of the key.</param>
    /// <param name="depth">How many are worth remembering.</param>
    public void Add(int hash, int depth)
    {
        if (depth > _places.Length && _places.Length < MostPlaces)
        {
            Grow(depth);
        }

        _turn = _turn == uint.MaxValue ? 1 : _turn + 1; // Never 0, so that no place in use looks empty.
        Place((uint)hash) = ((ulong)_turn << 32) | (uint)hash;
    }

    /// <summary>Whether this key is among the last so many that were added; forgets it.</summary>
    public bool Take(int hash, int depth)
    {
        ref var place = ref Place((uint)hash);
        var isKnown = place != 0 && (uint)place == (uint)hash && unchecked(_turn - (uint)(place >> 32)) < (uint)depth;
        if (isKnown)
        {
            place = 0;
        }

        return isKnown;
    }

    private ref ulong Place(uint hash) => ref _places[hash & (uint)(_places.Length - 1)];

    private void Grow(int depth)
    {
        var old = _places;
        _places = new ulong[Math.Min(MostPlaces, BitOperations.RoundUpToPowerOf2((uint)depth) * 2)];
        foreach (var place in old)
        {
            if (place != 0)
            {
                Place((uint)place) = place;
            }
        }
    }
}
