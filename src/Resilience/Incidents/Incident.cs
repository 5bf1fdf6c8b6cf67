using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Resilience.Incidents;

/// <summary>One time in which not all was well. Never changed in place, so that readers need no lock.</summary>
public sealed record Incident
{
    /// <summary>Its id, which begins with its time.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about, in one line: the reason of its worst level.</summary>
    public required string Title { get; init; }

    /// <summary>How much it matters: the worst so far.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The worst level so far.</summary>
    public required HealthLevel Level { get; init; }

    /// <summary>The level in force when it was last told.</summary>
    public required HealthLevel LevelNow { get; init; }

    /// <summary>Where it stands.</summary>
    public IncidentState State { get; init; }

    /// <summary>Components that were down at some time of it.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>When the level was entered.</summary>
    public required DateTimeOffset DetectedUtc { get; init; }

    /// <summary>When somebody was first told.</summary>
    public DateTimeOffset? NotifiedUtc { get; init; }

    /// <summary>When somebody took it.</summary>
    public DateTimeOffset? AcknowledgedUtc { get; init; }

    /// <summary>Who took it.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When somebody began to look for the cause.</summary>
    public DateTimeOffset? InvestigatingUtc { get; init; }

    /// <summary>When the cause was found.</summary>
    public DateTimeOffset? CauseUtc { get; init; }

    /// <summary>The cause, as somebody noted it.</summary>
    public string? Cause { get; init; }

    /// <summary>When it was fixed.</summary>
    public DateTimeOffset? FixedUtc { get; init; }

    /// <summary>How it was fixed, as somebody noted it.</summary>
    public string? Resolution { get; init; }

    /// <summary>When all was well again.</summary>
    public DateTimeOffset? RestoredUtc { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedUtc { get; init; }

    /// <summary>Who closed it; <c>recovery</c> when nobody had to.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>When it became an emergency; null when it began as one, or is none.</summary>
    public DateTimeOffset? EmergencyUtc { get; init; }

    /// <summary>Which rung of the ladder was told when.</summary>
    public IReadOnlyList<RungTold> Told { get; init; } = [];

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>Entries that were left out of the middle of the timeline because there were too many.</summary>
    public int TimelineDropped { get; init; }
}
