using System.Globalization;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>Which rungs of a ladder have to be told. Pure.</summary>
public static class EscalationRules
{
    /// <summary>
    /// Decides for one moment. At EMERGENCY every rung is due at once, whoever acknowledged. Otherwise a rung that waits for an
    /// answer gives the one before it its whole time, counted from when that one was really told: after planned work or a
    /// restart they are not all told in one breath.
    /// </summary>
    public static IReadOnlyList<DueRung> Due(EscalationLadder ladder, IncidentFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.ResolvedUtc is not null)
        {
            return [];
        }

        var due = new List<DueRung>();
        EscalationRung? before = null;
        foreach (var rung in ladder.Rungs.Where(rung => Holds(rung, facts)))
        {
            var told = facts.Told.Where(t => t.Rung == rung.Name).ToList();
            if (IsDue(rung, before, told, facts, now))
            {
                due.Add(new DueRung(rung, told.Count, Why(rung, facts, now), AnswerWithin(rung, ladder, facts)));
            }

            before = rung.UntilAcknowledged ? rung : before;
        }

        return due;
    }

    private static bool Holds(EscalationRung rung, IncidentFacts facts) =>
        facts.Level == HealthLevel.Emergency
        || (facts.Level >= rung.Level
            && (facts.HasBusinessImpact || !rung.OnlyWithImpact)
            && (facts.AcknowledgedUtc is null || !rung.UntilAcknowledged));

    private static bool IsDue(EscalationRung rung, EscalationRung? before, List<RungTold> told, IncidentFacts facts, DateTimeOffset now)
    {
        if (facts.Level == HealthLevel.Emergency && !told.Exists(t => IsOfEmergency(t, facts)))
        {
            return true;
        }

        return told.Count > 0
            ? rung.Repeat > TimeSpan.Zero && IsUnanswered(rung, facts) && now - told.Max(t => t.AtUtc) >= rung.Repeat
            : StartOf(rung, before, facts) is { } start && start <= now;
    }

    // That it is an emergency may be told later than it became one.
    private static bool IsOfEmergency(RungTold told, IncidentFacts facts) =>
        told.Level is { } level ? level == HealthLevel.Emergency : facts.EmergencyUtc is null || told.AtUtc >= facts.EmergencyUtc;

    // At EMERGENCY all are told in spite of an acknowledgement, but nobody is told again and again.
    private static bool IsUnanswered(EscalationRung rung, IncidentFacts facts) => facts.AcknowledgedUtc is null || !rung.UntilAcknowledged;

    private static DateTimeOffset? StartOf(EscalationRung rung, EscalationRung? before, IncidentFacts facts)
    {
        var start = rung.After == TimeSpan.Zero ? DateTimeOffset.MinValue : facts.OpenedUtc + rung.After; // At once, also on a clock that was set back.
        if (before is null || !rung.UntilAcknowledged)
        {
            return start;
        }

        var first = facts.Told.Where(t => t.Rung == before.Name).Select(t => (DateTimeOffset?)t.AtUtc).Min();
        var answered = first + (rung.After - before.After);
        return answered is null ? null : answered > start ? answered : start;
    }

    // At EMERGENCY nobody is waited for.
    private static TimeSpan? AnswerWithin(EscalationRung rung, EscalationLadder ladder, IncidentFacts facts)
    {
        if (facts.Level == HealthLevel.Emergency || !rung.UntilAcknowledged)
        {
            return null;
        }

        var next = ladder.Rungs.FirstOrDefault(r => r.UntilAcknowledged && r.After > rung.After && Holds(r, facts));
        return next is not null ? next.After - rung.After
            : rung.Repeat > TimeSpan.Zero ? rung.Repeat
            : null;
    }

    private static string? Why(EscalationRung rung, IncidentFacts facts, DateTimeOffset now)
    {
        if (facts.Level == HealthLevel.Emergency)
        {
            return "everybody is told";
        }

        var since = rung.UntilAcknowledged && facts.Told.Count > 0 ? facts.Told.Min(t => t.AtUtc) : facts.OpenedUtc;
        var minutes = Math.Max(0, (int)(now - since).TotalMinutes);
        return rung.UntilAcknowledged && facts.Told.Count == 0 ? null
            : string.Create(CultureInfo.InvariantCulture, $"{(rung.UntilAcknowledged ? "not acknowledged" : "not resolved")} after {minutes} min");
    }
}
