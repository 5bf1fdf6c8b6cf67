using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>One rung of a ladder.</summary>
/// <param name="Name">Its name, by which it is remembered who was told.</param>
/// <param name="After">Age of the incident from which it holds.</param>
/// <param name="UntilAcknowledged">True when an acknowledgement ends it; otherwise only the resolution does.</param>
/// <param name="Level">The mildest level at which it holds.</param>
/// <param name="OnlyWithImpact">True when it holds only while business is hit.</param>
/// <param name="Tell">Roles, people, <c>on-call</c>.</param>
/// <param name="Channels">By which they are told.</param>
/// <param name="Repeat">Told again so often while it holds; zero for once.</param>
public sealed record EscalationRung(
    string Name,
    TimeSpan After,
    bool UntilAcknowledged,
    HealthLevel Level,
    bool OnlyWithImpact,
    IReadOnlyList<string> Tell,
    IReadOnlyList<string> Channels,
    TimeSpan Repeat);
