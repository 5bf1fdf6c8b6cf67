namespace Relevo.LoadBalancer.Policies;

/// <summary>A number as placement knows it. Immutable but for its door.</summary>
/// <param name="Name">Our name of it.</param>
/// <param name="Weight">Its share among its tier, above 0.</param>
/// <param name="Door">Whether it takes contacts now.</param>
internal sealed record PlacementMember(string Name, int Weight, NumberDoor Door)
{
    /// <summary>Its own randomness, from its name.</summary>
    public ulong Seed { get; } = Hash.Of(Name);
}
