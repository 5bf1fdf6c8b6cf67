namespace Relevo.Resilience.Health;

/// <summary>What is known of one component.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsCritical">True when nothing works without it.</param>
/// <param name="State">Whether it is up.</param>
/// <param name="Message">What the last check found.</param>
/// <param name="BecauseOf">Name of the component whose failure explains that it is down.</param>
/// <param name="Duration">Time that the last check took.</param>
/// <param name="LastBad">When a check last failed, on the monitor's own clock; null when none did.</param>
public sealed record ComponentHealth(
    string Name,
    bool IsCritical,
    ComponentState State,
    string Message,
    string? BecauseOf,
    TimeSpan Duration,
    TimeSpan? LastBad)
{
    /// <summary>True while it counts as up.</summary>
    public bool IsUp => State.IsUp;

    /// <summary>The level of this component alone.</summary>
    public HealthLevel Level =>
        IsUp ? HealthLevel.Healthy : IsCritical ? HealthLevel.Critical : HealthLevel.Degraded;

    /// <summary>A component that was not checked yet.</summary>
    public static ComponentHealth Unknown(string name, bool isCritical) =>
        new(name, isCritical, ComponentState.Unknown, "not checked yet", null, TimeSpan.Zero, null);
}
