namespace Relevo.LoadBalancer.Policies;

/// <summary>
/// Weighted rendezvous hashing (Thaler, Ravishankar 1996; weights by -ln u / w): of all numbers the one with the best
/// score for a contact gets it, so that adding one moves only what it takes over. Contacts are sorted into slots whose
/// ranking is computed once, so that a pick costs the same with 5 numbers and with 500.
/// </summary>
internal sealed class WeightedRendezvous : IPlacementPolicy
{
    public const string Name = "weighted";

    private const int Ranked = 4; // That all four cannot take a contact is rare; then the others are asked in turn.
    private readonly ushort[] _ranking;
    private readonly int _perSlot;
    private readonly int _shift;

    public WeightedRendezvous(IReadOnlyList<PlacementMember> members)
    {
        var bits = SlotBits(members.Count);
        _shift = 64 - bits;
        _perSlot = Math.Min(Ranked, members.Count);
        _ranking = new ushort[(1 << bits) * _perSlot];
        Rank(members, bits);
    }

    public int Choose(PlacementTier tier, in PlacementQuery query)
    {
        var slot = (int)(query.Hash >> _shift) * _perSlot;
        for (var rank = 0; rank < _perSlot; rank++)
        {
            var index = _ranking[slot + rank];
            if (tier.Takes(index, query))
            {
                return index;
            }
        }

        return tier.Members.Length > _perSlot ? ChooseAny(tier, query) : -1;
    }

    // Enough slots for even shares (3 numbers: 0.3 % off at most), few enough that ranking them takes some tens of ms.
    private static int SlotBits(int members) => members switch
    {
        <= 32 => 18,
        <= 128 => 16,
        _ => 14,
    };

    private static int ChooseAny(PlacementTier tier, in PlacementQuery query)
    {
        var count = tier.Members.Length;
        var first = (int)(Hash.Mix(query.Hash) % (ulong)count);
        for (var i = 0; i < count; i++)
        {
            var index = (first + i) % count;
            if (tier.Takes(index, query))
            {
                return index;
            }
        }

        return -1;
    }

    private void Rank(IReadOnlyList<PlacementMember> members, int bits)
    {
        var seeds = members.Select(member => member.Seed).ToArray();
        var byWeight = members.Select(member => 1.0 / member.Weight).ToArray();
        Span<double> best = stackalloc double[Ranked];
        for (var slot = 0; slot < 1 << bits && members.Count > 0; slot++)
        {
            var places = _ranking.AsSpan(slot * _perSlot, _perSlot);
            best.Fill(double.MaxValue);
            for (var i = 0; i < seeds.Length; i++)
            {
                var draw = Draw(seeds[i], slot);
                if ((1 - draw) * byWeight[i] < best[_perSlot - 1]) // -ln u >= 1 - u: most need no logarithm.
                {
                    Place(i, -Math.Log(draw) * byWeight[i], best[.._perSlot], places);
                }
            }
        }
    }

    // Even in (0, 1]. As -ln u / w it is exponential with the weight as its rate: the smallest wins in proportion to weight.
    private static double Draw(ulong seed, int slot) => ((Hash.Mix(seed ^ (ulong)slot) >> 11) + 1) * (1.0 / (1L << 53));

    private static void Place(int index, double score, Span<double> best, Span<ushort> places)
    {
        if (score >= best[^1])
        {
            return;
        }

        var rank = best.Length - 1;
        for (; rank > 0 && score < best[rank - 1]; rank--)
        {
            best[rank] = best[rank - 1];
            places[rank] = places[rank - 1];
        }

        best[rank] = score;
        places[rank] = (ushort)index;
    }
}
