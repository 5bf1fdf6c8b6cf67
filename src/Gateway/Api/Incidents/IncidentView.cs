using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Contacts;

namespace Relevo.Gateway.Api.Incidents;

/// <summary>A whole incident, and whom to call now. Holds telephone numbers: for operators, not for logs.</summary>
internal sealed record IncidentView(
    string Id,
    string Title,
    string Severity,
    string Level,
    string LevelNow,
    string State,
    IReadOnlyList<string> Components,
    DateTimeOffset DetectedUtc,
    DateTimeOffset? NotifiedUtc,
    DateTimeOffset? AcknowledgedUtc,
    string? AcknowledgedBy,
    DateTimeOffset? InvestigatingUtc,
    DateTimeOffset? CauseUtc,
    string? Cause,
    DateTimeOffset? FixedUtc,
    string? Resolution,
    DateTimeOffset? RestoredUtc,
    DateTimeOffset? ClosedUtc,
    string? ClosedBy,
    IReadOnlyList<TimelineLine> Timeline,
    int TimelineDropped,
    ContactsView Contacts)
{
    public static IncidentView Of(Incident incident, ContactsView contacts) => new(
        incident.Id,
        incident.Title,
        Words.Of(incident.Severity),
        LevelWords.Of(incident.Level),
        LevelWords.Of(incident.LevelNow),
        Words.Of(incident.State),
        incident.Components,
        incident.DetectedUtc,
        incident.NotifiedUtc,
        incident.AcknowledgedUtc,
        incident.AcknowledgedBy,
        incident.InvestigatingUtc,
        incident.CauseUtc,
        incident.Cause,
        incident.FixedUtc,
        incident.Resolution,
        incident.RestoredUtc,
        incident.ClosedUtc,
        incident.ClosedBy,
        [.. incident.Timeline.Select(TimelineLine.Of)],
        incident.TimelineDropped,
        contacts);
}
