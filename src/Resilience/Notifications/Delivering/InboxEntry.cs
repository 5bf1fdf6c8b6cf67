using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>A notice that was handed in and not looked at yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AtUtc">When it was handed in.</param>
/// <param name="Notice">The notice.</param>
internal sealed record InboxEntry(string Id, DateTimeOffset AtUtc, Notice Notice)
{
    /// <summary>What it weighs when there is no room for all. A recovery closes alarms, so it weighs more than most of them.</summary>
    public HealthLevel Weight => Notice.Kind == NoticeKind.Recovery ? HealthLevel.Critical : Notice.Level;

    /// <summary>True when somebody told it by hand.</summary>
    public bool IsByHand => Notice.Kind == NoticeKind.ByHand;

    public bool IsChange => Notice.Kind is NoticeKind.Alarm or NoticeKind.Recovery;

    /// <summary>True when it says nothing beyond the other.</summary>
    public bool Repeats(InboxEntry other) =>
        other.IsChange && IsChange && (other.Notice.Kind, other.Notice.Level, other.Notice.Change) == (Notice.Kind, Notice.Level, Notice.Change);
}
