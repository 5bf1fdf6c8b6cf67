using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>The ladders that come along, and those of the settings. Those that come along begin at CRITICAL: what is DEGRADED calls nobody out.</summary>
public static class EscalationLadders
{
    /// <summary>Operations, technical lead, on call, management, each with its time to answer.</summary>
    public const string AnswerTimes = "answer-times";

    /// <summary>On call first, further people by how long and how bad it is.</summary>
    public const string OnCallFirst = "on-call-first";

    /// <summary>No ladder.</summary>
    public const string None = "none";

    private static readonly string[] Personal = ["email", "sms"];

    /// <summary>The names that need no ladder of one's own.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [AnswerTimes, OnCallFirst, None];

    /// <summary>The ladder in force; null when there is none.</summary>
    public static EscalationLadder? Find(EscalationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Ladders.TryGetValue(options.Ladder, out var own) ? Read(options.Ladder, own)
            : options.Ladder == AnswerTimes ? ByAnswerTimes()
            : options.Ladder == OnCallFirst ? ByOnCall()
            : null;
    }

    // Who does not answer in time is passed by: 5 min for operations, 15 for the lead, 10 for whoever is on call. Management
    // has 30, and is told again after each of them.
    private static EscalationLadder ByAnswerTimes() => new(
        AnswerTimes,
        [
            Unanswered("operations", 0, 0),
            Unanswered("technical-lead", 5, 0),
            Unanswered("on-call", 5 + 15, 0),
            Unanswered("management", 5 + 15 + 10, 30),
        ]);

    private static EscalationLadder ByOnCall() => new(
        OnCallFirst,
        [
            Unanswered("on-call", 0, 15),
            Unresolved("technical-lead", onlyWithImpact: false),
            Unresolved("head-of-technology", onlyWithImpact: false),
            Unresolved("management", onlyWithImpact: true),
        ]);

    private static EscalationRung Unanswered(string role, int minutes, int repeatMinutes) =>
        new(role, TimeSpan.FromMinutes(minutes), UntilAcknowledged: true, HealthLevel.Critical, OnlyWithImpact: false, [role], Personal, TimeSpan.FromMinutes(repeatMinutes));

    private static EscalationRung Unresolved(string role, bool onlyWithImpact) =>
        new(role, TimeSpan.FromMinutes(30), UntilAcknowledged: false, HealthLevel.Critical, onlyWithImpact, [role], Personal, TimeSpan.Zero);

    private static EscalationLadder Read(string name, LadderOptions options) => new(
        name,
        [.. options.Rungs.Select(rung => Read(rung.Key, rung.Value)).OrderBy(rung => rung.After)]);

    private static EscalationRung Read(string name, RungOptions options) => new(
        name,
        TimeSpan.FromMinutes(options.AfterMinutes),
        options.When == "unacknowledged",
        LevelWords.TryParse(options.Level, out var level) ? level : HealthLevel.Critical,
        options.OnlyWithBusinessImpact,
        [.. options.Tell],
        [.. options.Channels],
        TimeSpan.FromMinutes(options.RepeatMinutes));
}
