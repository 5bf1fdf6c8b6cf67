namespace Relevo.LoadBalancer.Numbers;

/// <summary>Why no number could be found for a new contact. All of them may pass: the caller asks again later.</summary>
public enum PlacementProblem
{
    /// <summary>One was found.</summary>
    None = 0,

    /// <summary>No number that can send is configured.</summary>
    NoNumber = 1,

    /// <summary>Every number is banned, locked, disconnected or refused.</summary>
    AllDown = 2,

    /// <summary>Every number is left out for a while, or down.</summary>
    AllEjected = 3,

    /// <summary>What is left is drained, or takes no new contacts.</summary>
    AllDraining = 4,

    /// <summary>What is left has sent all it may today.</summary>
    DayLimit = 5,

    /// <summary>The caller excluded what would be left.</summary>
    AllExcluded = 6,
}
