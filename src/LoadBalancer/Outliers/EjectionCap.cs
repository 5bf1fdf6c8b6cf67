namespace Relevo.LoadBalancer.Outliers;

/// <summary>
/// How many numbers of a tier may be left out for failing. When many fail, the fault is likely elsewhere, and those that
/// fail now and then are better than none. Bans are not asked about. Pure.
/// </summary>
internal static class EjectionCap
{
    /// <summary>True when one more may be left out.</summary>
    /// <param name="tier">Numbers of the tier that are not down.</param>
    /// <param name="ejected">Those of them that are left out.</param>
    /// <param name="isAnotherHealthy">True when another tier can take over.</param>
    /// <param name="maxPercent">Most of the tier that may be out.</param>
    public static bool Allows(int tier, int ejected, bool isAnotherHealthy, int maxPercent) =>
        isAnotherHealthy || (ejected + 1 < tier && (ejected + 1) * 100L <= tier * (long)maxPercent);

    /// <summary>True when a tier can take over: more than half of its numbers that are not down are well.</summary>
    public static bool IsHealthy(int tier, int well) => well * 2 > tier;
}
