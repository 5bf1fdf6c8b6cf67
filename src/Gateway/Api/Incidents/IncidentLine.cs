using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Incidents;

/// <summary>An incident in one line.</summary>
internal sealed record IncidentLine(
    string Id,
    string Title,
    string Severity,
    string Level,
    string State,
    DateTimeOffset DetectedUtc,
    string? AcknowledgedBy,
    DateTimeOffset? RestoredUtc,
    DateTimeOffset? ClosedUtc,
    string? ClosedBy)
{
    public static IncidentLine Of(Incident incident) => new(
        incident.Id,
        incident.Title,
        Words.Of(incident.Severity),
        LevelWords.Of(incident.Level),
        Words.Of(incident.State),
        incident.DetectedUtc,
        incident.AcknowledgedBy,
        incident.RestoredUtc,
        incident.ClosedUtc,
        incident.ClosedBy);
}
