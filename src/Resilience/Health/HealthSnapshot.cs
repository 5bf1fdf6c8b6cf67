namespace Relevo.Resilience.Health;

/// <summary>How everything was at one moment. Never changed in place, so that readers need no lock and wait for nothing.</summary>
/// <param name="Level">The level in force.</param>
/// <param name="AtUtc">When it was judged.</param>
/// <param name="SinceUtc">Since when the level is in force.</param>
/// <param name="Uptime">Time since the monitor began.</param>
/// <param name="Components">Every component, in the order of its registration.</param>
/// <param name="Complaints">Every complaint, by source.</param>
public sealed record HealthSnapshot(
    HealthLevel Level,
    DateTimeOffset AtUtc,
    DateTimeOffset SinceUtc,
    TimeSpan Uptime,
    IReadOnlyList<ComponentHealth> Components,
    IReadOnlyList<Complaint> Complaints)
{
    /// <summary>Set while the level is held although a better one is asked for; else null.</summary>
    public HeldLevel? Held { get; init; }

    /// <summary>The component of that name, or null.</summary>
    public ComponentHealth? Find(string name) =>
        Components.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal));
}
