namespace Relevo.LoadBalancer.Policies;

/// <summary>What a number must offer to be chosen; asked in this order.</summary>
internal enum PlacementPass
{
    /// <summary>Everything: its share, room, quota, a short line, no more than its fair part.</summary>
    Fair = 0,

    /// <summary>It may get more than its part.</summary>
    Unbounded = 1,

    /// <summary>Last resort: it may also be full, slow or still being tried.</summary>
    Crowded = 2,
}
