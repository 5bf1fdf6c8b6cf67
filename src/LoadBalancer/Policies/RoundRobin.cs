namespace Relevo.LoadBalancer.Policies;

/// <summary>
/// Smooth weighted round robin, as nginx does it: in each round every number comes as often as its weight, evenly spread.
/// The round is written down once; a pick moves a cursor.
/// </summary>
internal sealed class RoundRobin : IPlacementPolicy
{
    public const string Name = "round-robin";

    private const int LongestRound = 16_384;
    private readonly ushort[] _round;
    private int _cursor = -1;

    public RoundRobin(IReadOnlyList<PlacementMember> members)
    {
        var divisor = members.Aggregate(0, static (divisor, member) => Divisor(divisor, member.Weight));
        var scale = Math.Max(1.0, members.Sum(member => (double)member.Weight) / Math.Max(1, divisor) / LongestRound);
        var weights = members.Select(member => Math.Max(1, (int)(member.Weight / divisor / scale))).ToArray();
        _round = Spread(weights);
    }

    public int Choose(PlacementTier tier, in PlacementQuery query)
    {
        for (var asked = 0; asked < _round.Length; asked++)
        {
            var index = _round[(int)((uint)Interlocked.Increment(ref _cursor) % (uint)_round.Length)];
            if (tier.Takes(index, query))
            {
                return index;
            }
        }

        return -1;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);

    private static ushort[] Spread(int[] weights)
    {
        var total = weights.Sum();
        var credit = new int[weights.Length];
        var round = new ushort[total];
        for (var turn = 0; turn < total; turn++)
        {
            var best = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                credit[i] += weights[i];
                best = credit[i] > credit[best] ? i : best;
            }

            credit[best] -= total;
            round[turn] = (ushort)best;
        }

        return round;
    }
}
