using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>What an escalation needs to know of an incident. Durable: it is all that survives a restart.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cause">The cause of its notices, so that the end of it closes what the escalation opened.</param>
/// <param name="Summary">What it is, in one sentence.</param>
/// <param name="OpenedUtc">When it was opened.</param>
/// <param name="AcknowledgedUtc">When somebody took it on; null while nobody did.</param>
/// <param name="ResolvedUtc">When it was over; null while it is not.</param>
/// <param name="Level">The level now.</param>
/// <param name="HasBusinessImpact">True while business is hit.</param>
/// <param name="Told">Which rung was told when.</param>
/// <param name="EmergencyUtc">When it became an emergency: who was told of less before that is told again; null when it began as one, or is none.</param>
public sealed record IncidentFacts(
    string Id,
    string Cause,
    string Summary,
    DateTimeOffset OpenedUtc,
    DateTimeOffset? AcknowledgedUtc,
    DateTimeOffset? ResolvedUtc,
    HealthLevel Level,
    bool HasBusinessImpact,
    IReadOnlyList<RungTold> Told,
    DateTimeOffset? EmergencyUtc = null);
