using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications;

/// <summary>Something that people should know.</summary>
/// <param name="Cause">What it is about, in a stable word: one change of a cause is told once. At most 120 characters.</param>
/// <param name="Level">How bad it is, which decides who is told; an alarm at <see cref="HealthLevel.Healthy"/> is a recovery.</param>
/// <param name="Summary">A sentence for operators, at most 1,000 characters: no secrets, no content of messages.</param>
public sealed record Notice(string Cause, HealthLevel Level, string Summary)
{
    /// <summary>What it is about. Default an alarm.</summary>
    public NoticeKind Kind { get; init; }

    /// <summary>Where the cause stands, when that is another level than the one at which it is told: titles say this one. Null for that one.</summary>
    public HealthLevel? Stands { get; init; }

    /// <summary>True when it is told only if it is worse than what was told since its cause was last well, also by an earlier process.</summary>
    public bool OnlyIfWorse { get; init; }

    /// <summary>The new state of the cause in a stable word; null for its level. An alarm with the state that was told last is not told again.</summary>
    public string? Change { get; init; }

    /// <summary>More lines for those who read on, at most 8,000 characters; same rules as for the summary.</summary>
    public string Details { get; init; } = "";

    /// <summary>Id of the incident it belongs to.</summary>
    public string? Incident { get; init; }

    /// <summary>An id of the caller's: what was told under it is never told again, not even after a restart. Null gets a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Channels by name; null for those of the level.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>People, roles, <c>on-call</c>; null for the recipients of each channel.</summary>
    public IReadOnlyList<string>? To { get; init; }

    internal const string ClosedChange = "closed";
    private const int MaxBeforeAsk = 200;

    /// <summary>The same, with how to take its incident: short enough for that to stand in a text message.</summary>
    public Notice ToTake(string incident)
    {
        var summary = Cut.Line(Summary, MaxBeforeAsk);
        return this with
        {
            Summary = $"{summary.TrimEnd('.')}. Please take it: gateway incidents ack {incident}",
            Details = summary == Summary ? Details : $"{Summary}\n{Details}".TrimEnd(),
            Incident = incident,
        };
    }

    /// <summary>A cause is well again.</summary>
    public static Notice Recovery(string cause, string summary) =>
        new(cause, HealthLevel.Healthy, summary) { Kind = NoticeKind.Recovery };

    /// <summary>Somebody looks after a cause.</summary>
    public static Notice Acknowledged(string cause, string summary) =>
        new(cause, HealthLevel.Healthy, summary) { Kind = NoticeKind.Acknowledgement };

    /// <summary>Somebody closed what it was about: alarms that were not told yet are out of date.</summary>
    public static Notice Closed(string cause, string summary) => Acknowledged(cause, summary) with { Change = ClosedChange };
}
