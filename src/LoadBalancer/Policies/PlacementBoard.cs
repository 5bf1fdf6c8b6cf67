using Relevo.LoadBalancer.Numbers;

namespace Relevo.LoadBalancer.Policies;

/// <summary>The tiers of the pool, in the order they are asked. Immutable but for its counts; safe from any thread.</summary>
internal sealed class PlacementBoard(IReadOnlyList<PlacementTier> tiers)
{
    private readonly PlacementTier[] _tiers = [.. tiers];

    public IReadOnlyList<PlacementTier> Tiers => _tiers;

    /// <summary>Finds a number for a new contact; allocates nothing.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="except">Numbers that will not do; null for none.</param>
    /// <param name="isExceeded">True when the number has as many contacts as it should take already.</param>
    /// <returns>Its name, or null.</returns>
    public string? Place(ulong contact, IReadOnlyCollection<string>? except, out bool isExceeded)
    {
        var hash = Hash.Mix(contact);
        isExceeded = false;
        foreach (var tier in _tiers)
        {
            if (Choose(tier, new PlacementQuery(hash, PlacementPass.Fair, except)) is { } fair)
            {
                return fair.Name;
            }

            if (Choose(tier, new PlacementQuery(hash, PlacementPass.Unbounded, except)) is { } more)
            {
                return more.Name;
            }
        }

        foreach (var tier in _tiers)
        {
            if (Choose(tier, new PlacementQuery(hash, PlacementPass.Crowded, except)) is { } crowded)
            {
                isExceeded = crowded.Door.IsCrowded;
                return crowded.Name;
            }
        }

        return null;
    }

    /// <summary>Why nothing was found, from the standings of all numbers.</summary>
    public static PlacementProblem Why(IEnumerable<PooledNumber> numbers, IReadOnlyCollection<string>? except)
    {
        var (any, draining, ejected, excluded, full) = (false, false, false, false, false);
        foreach (var number in numbers)
        {
            var standing = number.Standing;
            any |= standing != NumberStanding.Inactive;
            draining |= standing == NumberStanding.Draining;
            ejected |= standing == NumberStanding.Ejected;
            if (standing == NumberStanding.Usable)
            {
                var isExcluded = except?.Contains(number.Name) == true;
                excluded |= isExcluded;
                full |= !isExcluded && number.Door is { IsOpen: true, HasQuota: false };
                draining |= !isExcluded && !number.Door.IsOpen;
            }
        }

        return full ? PlacementProblem.DayLimit
            : excluded ? PlacementProblem.AllExcluded
            : ejected ? PlacementProblem.AllEjected
            : draining ? PlacementProblem.AllDraining
            : any ? PlacementProblem.AllDown : PlacementProblem.NoNumber;
    }

    private static PlacementMember? Choose(PlacementTier tier, in PlacementQuery query)
    {
        var index = tier.Members.Length == 0 ? -1 : tier.Choose(query);
        if (index < 0)
        {
            return null;
        }

        tier.Count(index);
        return tier.Members[index];
    }
}
