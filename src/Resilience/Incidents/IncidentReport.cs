using System.Globalization;
using System.Text;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Incidents;

/// <summary>The report of an incident, in Markdown. What the gateway cannot know is a field to fill in.</summary>
internal static class IncidentReport
{
    public const string ToFillIn = "_to fill in_";

    /// <summary>Writes it.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="impact">What it did.</param>
    /// <param name="objectives">What is aimed at for its severity.</param>
    /// <param name="now">The time, for one that is not over.</param>
    public static string Write(Incident incident, IncidentImpact impact, ObjectiveOptions objectives, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append("# Incident ").Append(incident.Id).Append(": ").Append(MarkdownText.Of(incident.Title)).Append('\n');
        Head(text, incident, now);
        Times(text, incident);
        Section(text, "Root cause", Note(incident.Cause));
        Section(text, "Resolution", Note(incident.Resolution));
        Impact(text, incident, impact, objectives, now);
        Timeline(text, incident);
        Table(text, "Action items", ["Action", "Owner", "Due"], [[ToFillIn, ToFillIn, ToFillIn]]);
        Section(text, "What went well", ToFillIn);
        Section(text, "What to improve", ToFillIn);
        Section(text, "Prevention", ToFillIn);
        return text.ToString();
    }

    private static void Head(StringBuilder text, Incident incident, DateTimeOffset now)
    {
        var components = incident.Components.Count == 0 ? "none" : string.Join(", ", incident.Components.Select(MarkdownText.Of));
        var lasted = MarkdownText.Span((End(incident) ?? now) - incident.DetectedUtc);
        Table(text, null, ["", ""],
        [
            ["Date", incident.DetectedUtc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            ["Severity", Word(incident.Severity)],
            ["Level", incident.Level.Word()],
            ["State", State(incident)],
            ["Duration", End(incident) is null ? lasted + " so far" : lasted],
            ["Components", components],
        ]);
    }

    private static void Times(StringBuilder text, Incident incident) => Table(text, "Times", ["What", "When (UTC)", "After detection"],
    [
        Time("Detected", incident.DetectedUtc, incident),
        Time("Notified", incident.NotifiedUtc, incident),
        Time("Acknowledged", incident.AcknowledgedUtc, incident),
        Time("Investigating", incident.InvestigatingUtc, incident),
        Time("Cause found", incident.CauseUtc, incident),
        Time("Fixed", incident.FixedUtc, incident),
        Time("Restored", incident.RestoredUtc, incident),
        Time("Closed", incident.ClosedUtc, incident),
    ]);

    private static void Impact(StringBuilder text, Incident incident, IncidentImpact impact, ObjectiveOptions objectives, DateTimeOffset now) =>
        Table(text, "Impact", ["What", "How much"],
        [
            ["Customers affected", Affected(impact.CustomersAffected, impact.CustomersOfParked)],
            ["Events affected", Affected(impact.EventsAffected, impact.EventsParked)],
            ["Data lost", impact.EventsLost == 0 ? "none" : impact.EventsLost is null ? ToFillIn : Count(impact.EventsLost) + " events"],
            ["Revenue lost", impact.Revenue is null ? ToFillIn : MarkdownText.Of(impact.Revenue)],
            ["Time to recovery (RTO)", ObjectiveWords.Rto(incident.RestoredUtc - incident.DetectedUtc, now - incident.DetectedUtc, objectives)],
            ["Span of lost data (RPO)", ObjectiveWords.Rpo(impact.EventsLost == 0 ? TimeSpan.Zero : impact.DataLossSpan, objectives)],
        ]);

    private static void Timeline(StringBuilder text, Incident incident)
    {
        var left = incident.TimelineDropped == 0 ? [] : new[] { new[] { "", "", string.Create(CultureInfo.InvariantCulture, $"{incident.TimelineDropped} entries from the middle were not kept"), "" } };
        var rows = incident.Timeline.Select(entry => new[] { Moment(entry.AtUtc), Word(entry.Kind), MarkdownText.Of(entry.Text), MarkdownText.Of(entry.By ?? "") });
        Table(text, "Timeline", ["When (UTC)", "What", "", "By"], rows.Concat(left));
    }

    private static string[] Time(string what, DateTimeOffset? at, Incident incident) => at is { } time
        ? [what, Moment(time), time == incident.DetectedUtc ? "" : MarkdownText.Span(time - incident.DetectedUtc)]
        : [what, ToFillIn, ""];

    private static DateTimeOffset? End(Incident incident) => incident.RestoredUtc ?? incident.ClosedUtc;

    private static string State(Incident incident) => incident.State switch
    {
        IncidentState.Closed => $"closed by {MarkdownText.Of(incident.ClosedBy ?? "")}",
        IncidentState.Acknowledged => $"acknowledged by {MarkdownText.Of(incident.AcknowledgedBy ?? "")}",
        _ => "open",
    };

    private static string Word(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Medium => "medium",
        _ => "low",
    };

    private static string Word(TimelineKind kind) => kind switch
    {
        TimelineKind.Level => "level",
        TimelineKind.Playbook => "playbook",
        TimelineKind.Notification => "notification",
        TimelineKind.Hand => "by hand",
        _ => "gateway",
    };

    private static string Note(string? note) => note is null ? ToFillIn : MarkdownText.Of(note);

    private static string Count(long? count) => count is { } known ? known.ToString("#,0", CultureInfo.InvariantCulture) : ToFillIn;

    // Dead letters are a part of it. What was late or refused nobody counted, so no figure stands for all of it.
    private static string Affected(long? measured, long? parked) =>
        measured is null && parked is { } known ? $"{ToFillIn} (counted: {Count(known)} in the dead letters; what was delayed or refused is not counted)" : Count(measured);

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Section(StringBuilder text, string title, string words) =>
        text.Append("\n## ").Append(title).Append("\n\n").Append(words).Append('\n');

    private static void Table(StringBuilder text, string? title, string[] heads, IEnumerable<string[]> rows)
    {
        text.Append(title is null ? "" : $"\n## {title}\n").Append('\n');
        Row(text, heads);
        text.Append('|').Insert(text.Length, "---|", heads.Length).Append('\n');
        foreach (var row in rows)
        {
            Row(text, row);
        }
    }

    private static void Row(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
