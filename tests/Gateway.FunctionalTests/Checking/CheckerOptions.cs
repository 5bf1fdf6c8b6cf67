namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>What a run was like.</summary>
internal sealed record CheckerOptions
{
    public required ulong Seed { get; init; }

    /// <summary>When a crash could have made the gateway forget an answer.</summary>
    public IReadOnlyList<Window> Windows { get; init; } = [];

    /// <summary>Deliveries that can have been in flight, or answered and not yet noted, at one crash.</summary>
    public int InFlightLimit { get; init; } = 256;

    /// <summary>Events that stand in the dead letters.</summary>
    public IReadOnlySet<EventId> Parked { get; init; } = new HashSet<EventId>();

    /// <summary>False when the run ended while deliveries still came.</summary>
    public bool Drained { get; init; } = true;
}
