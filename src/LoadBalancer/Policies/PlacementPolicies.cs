using System.Collections.Frozen;

namespace Relevo.LoadBalancer.Policies;

/// <summary>The policies by the name that settings give.</summary>
internal static class PlacementPolicies
{
    private static readonly FrozenDictionary<string, Func<IReadOnlyList<PlacementMember>, IPlacementPolicy>> ByName =
        new Dictionary<string, Func<IReadOnlyList<PlacementMember>, IPlacementPolicy>>(StringComparer.Ordinal)
        {
            [WeightedRendezvous.Name] = static members => new WeightedRendezvous(members),
            [RoundRobin.Name] = static members => new RoundRobin(members),
            [LeastLoaded.Name] = static _ => new LeastLoaded(),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The policy of that name; of no name, <see cref="WeightedRendezvous"/>.</summary>
    public static Func<IReadOnlyList<PlacementMember>, IPlacementPolicy> Of(string name) => ByName.GetValueOrDefault(name) ?? ByName[WeightedRendezvous.Name];
}
