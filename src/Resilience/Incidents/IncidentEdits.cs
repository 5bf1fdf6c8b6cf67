using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Resilience.Incidents;

/// <summary>What changes an incident. Pure: each gives a new one.</summary>
internal static class IncidentEdits
{
    public const string Recovery = "recovery";
    private const int MaxTitle = 200;
    private const int MaxNote = 4000;
    private const int MaxComponents = 50;
    private const int MaxTold = 200;
    private const int KeptFirst = 10; // how it began is never left out of a timeline

    public static Incident Open(string id, LevelChange change, IncidentOptions options, DateTimeOffset now)
    {
        var incident = new Incident
        {
            Id = id,
            Title = Title(change),
            Severity = options.SeverityOf(change.To),
            Level = change.To,
            LevelNow = change.To,
            DetectedUtc = now,
            Components = Down(change.Snapshot, []),
        };
        return incident.With(Entry(change, now), options);
    }

    /// <summary>The level changed and not all is well.</summary>
    public static Incident Moved(this Incident incident, LevelChange change, IncidentOptions options, DateTimeOffset now)
    {
        var severity = options.SeverityOf(change.To);
        var moved = incident with
        {
            Title = change.To > incident.Level ? Title(change) : incident.Title,
            Severity = severity > incident.Severity ? severity : incident.Severity,
            Level = change.To > incident.Level ? change.To : incident.Level,
            LevelNow = change.To,
            EmergencyUtc = incident.EmergencyUtc ?? (change.To == HealthLevel.Emergency && incident.Level < HealthLevel.Emergency ? now : null),
            Components = Down(change.Snapshot, incident.Components),
        };
        return moved.With(Entry(change, now), options);
    }

    /// <summary>All is well again.</summary>
    public static Incident Restored(this Incident incident, TimelineEntry entry, IncidentOptions options) =>
        (incident with { LevelNow = HealthLevel.Healthy, RestoredUtc = incident.RestoredUtc ?? entry.AtUtc }).With(entry, options);

    public static Incident Closed(this Incident incident, string by, DateTimeOffset now) =>
        incident with { State = IncidentState.Closed, ClosedUtc = now, ClosedBy = Name(by) };

    public static Incident Acknowledged(this Incident incident, string by, DateTimeOffset now) =>
        incident.State == IncidentState.Open
            ? incident with { State = IncidentState.Acknowledged, AcknowledgedUtc = now, AcknowledgedBy = Name(by) }
            : incident;

    /// <summary>Notes how far people have come: the first time counts, and the newest note.</summary>
    public static Incident Marked(this Incident incident, IncidentMark mark, string? note, DateTimeOffset now)
    {
        var words = string.IsNullOrWhiteSpace(note) ? null : PlainText.Of(note, MaxNote);
        return mark switch
        {
            IncidentMark.Investigating => incident with { InvestigatingUtc = incident.InvestigatingUtc ?? now },
            IncidentMark.Cause => incident with { CauseUtc = incident.CauseUtc ?? now, Cause = words ?? incident.Cause },
            _ => incident with { FixedUtc = incident.FixedUtc ?? now, Resolution = words ?? incident.Resolution },
        };
    }

    /// <summary>A rung of the ladder was told.</summary>
    public static Incident Told(this Incident incident, RungTold told) => incident with { Told = [.. incident.Told.TakeLast(MaxTold - 1), told] };

    /// <summary>What an escalation needs to know. Business is hit as long as the severity is critical.</summary>
    public static IncidentFacts Facts(this Incident incident) => new(
        incident.Id,
        IncidentBook.Cause,
        incident.Title,
        incident.DetectedUtc,
        incident.AcknowledgedUtc,
        incident.RestoredUtc ?? incident.ClosedUtc,
        incident.LevelNow,
        incident.Severity == Severity.Critical,
        incident.Told,
        incident.EmergencyUtc);

    public static Incident With(this Incident incident, TimelineEntry entry, IncidentOptions options)
    {
        var timeline = incident.Timeline.Append(entry with { Text = PlainText.Of(entry.Text), By = entry.By is null ? null : Name(entry.By) }).ToList();
        var surplus = timeline.Count - Math.Max(options.TimelineEntries, IncidentOptions.LeastTimeline);
        if (surplus <= 0)
        {
            return incident with { Timeline = timeline };
        }

        timeline.RemoveRange(KeptFirst, surplus);
        return incident with { Timeline = timeline, TimelineDropped = incident.TimelineDropped + surplus };
    }

    public static TimelineEntry Entry(LevelChange change, DateTimeOffset now)
    {
        var issues = change.To == HealthLevel.Healthy ? "" : $": {HealthIssues.Describe(change.Snapshot)}";
        return new TimelineEntry(now, TimelineKind.Level, $"The level changed from {change.From.Word()} to {change.To.Word()}{issues}");
    }

    private static string Title(LevelChange change) => PlainText.Of(HealthIssues.Describe(change.Snapshot), MaxTitle);

    private static string Name(string by) => PlainText.Of(by, 80);

    private static IReadOnlyList<string> Down(HealthSnapshot snapshot, IReadOnlyList<string> known) =>
        [.. known.Concat(snapshot.Components.Where(c => !c.IsUp).Select(c => c.Name)).Distinct(StringComparer.Ordinal).Take(MaxComponents)];
}
