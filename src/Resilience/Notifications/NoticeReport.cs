using System.Text.Json.Serialization;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications;

/// <summary>A notice and what came of it, as it stands in the store.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AtUtc">When it was taken in.</param>
/// <param name="Cause">What it is about.</param>
/// <param name="Kind">What it says about it.</param>
/// <param name="Level">The level it is told at: of a recovery, the worst that was told.</param>
/// <param name="Change">The new state of the cause.</param>
/// <param name="Summary">The sentence.</param>
/// <param name="Details">More lines.</param>
/// <param name="Incident">Id of the incident.</param>
/// <param name="Quiet">Why nobody is told, in plain words; null when somebody is.</param>
/// <param name="Deliveries">Each way to each recipient.</param>
public sealed record NoticeReport(
    string Id,
    DateTimeOffset AtUtc,
    string Cause,
    NoticeKind Kind,
    HealthLevel Level,
    string Change,
    string Summary,
    string Details,
    string? Incident,
    string? Quiet,
    IReadOnlyList<DeliveryReport> Deliveries)
{
    /// <summary>Where the cause stood, when that was another level than the one at which it is told; null when it was the same.</summary>
    public HealthLevel? Stands { get; init; }

    /// <summary>True when nothing more will come of it.</summary>
    [JsonIgnore]
    public bool IsSettled => Deliveries.All(d => d.State != DeliveryState.Waiting);
}
