namespace Relevo.LoadBalancer.Policies;

/// <summary>In which order the numbers of a tier are asked for a new contact. Made anew when the tier changes; safe from any thread, allocates nothing.</summary>
internal interface IPlacementPolicy
{
    /// <summary>Index of the first number that takes it, or -1.</summary>
    int Choose(PlacementTier tier, in PlacementQuery query);
}
