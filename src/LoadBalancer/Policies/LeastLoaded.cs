namespace Relevo.LoadBalancer.Policies;

/// <summary>
/// The number with the fewest contacts of 24 h for its weight. Calls under way do not count: a number that fails fast has
/// few of them and must not look attractive.
/// </summary>
internal sealed class LeastLoaded : IPlacementPolicy
{
    public const string Name = "least-loaded";

    public int Choose(PlacementTier tier, in PlacementQuery query)
    {
        var (best, least) = (-1, double.MaxValue);
        var count = tier.Members.Length;
        var first = count == 0 ? 0 : (int)(query.Hash % (ulong)count); // Equals share by chance, not by place in the list.
        for (var i = 0; i < count; i++)
        {
            var index = first + i < count ? first + i : first + i - count;
            var member = tier.Members[index];
            var load = (member.Door.Load + 1) / (double)member.Weight;
            if (load < least && tier.Takes(index, query))
            {
                (best, least) = (index, load);
            }
        }

        return best;
    }
}
