using System.Globalization;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Health.Endpoints;

/// <summary>Turns what is known into what health endpoints answer. Pure.</summary>
internal static class HealthBodies
{
    private const string Fail = "fail";
    private const string Level = "level";

    /// <summary>
    /// Everything. A complaint that bears the name of a component is shown in its place: it is what is wrong with it. A level
    /// that is held after a recovery stands among the issues, or there would be a bad level and nothing bad.
    /// </summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="restrictions">What is restricted; null when nothing can be.</param>
    public static HealthBody Whole(HealthSnapshot snapshot, DegradationState? restrictions)
    {
        var checks = snapshot.Components.ToDictionary(c => c.Name, Check, StringComparer.Ordinal);
        foreach (var complaint in snapshot.Complaints)
        {
            checks[complaint.Source] = new CheckBody(Fail, complaint.Message, 0);
        }

        if (snapshot.Held is { } held)
        {
            checks[Level] = new CheckBody(Fail, Held(held, snapshot.Level), 0);
        }

        if (restrictions?.MaintenanceReason is { } reason)
        {
            checks["maintenance"] = new CheckBody(Fail, $"new sends are refused: {reason}", 0);
        }

        if (restrictions?.ByHand is { } hand)
        {
            checks["by hand"] = new CheckBody(Fail, ByHand(hand), 0);
        }

        return Body(snapshot, snapshot.Level, checks);
    }

    /// <summary>One component, with its own level.</summary>
    public static HealthBody One(HealthSnapshot snapshot, ComponentHealth component) =>
        Body(snapshot, component.Level, new Dictionary<string, CheckBody>(StringComparer.Ordinal) { [component.Name] = Check(component) });

    /// <summary>200 while the gateway does its work, if with less comfort.</summary>
    public static int StatusCode(HealthLevel level) =>
        level < HealthLevel.Critical ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    /// <summary>A component answers by itself: 200 while it is up.</summary>
    public static int StatusCode(bool isGood) =>
        isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static HealthBody Body(HealthSnapshot snapshot, HealthLevel level, Dictionary<string, CheckBody> checks) =>
        new(LevelWords.Of(level).ToLowerInvariant(), LevelWords.Of(level), Milliseconds(snapshot.AtUtc), (long)snapshot.Uptime.TotalSeconds, checks);

    private static string Held(HeldLevel held, HealthLevel level) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(held.Judged == HealthLevel.Healthy ? "all good" : $"no worse than {LevelWords.Of(held.Judged)}")} since {held.SinceUtc.UtcDateTime:HH:mm:ss} UTC; {LevelWords.Of(level)} is held until {held.UntilUtc.UtcDateTime:HH:mm:ss} UTC");

    private static string ByHand(HandSetting hand) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(hand.Level == HealthLevel.Healthy ? "nothing is restricted, whatever the level asks for" : $"restricted at least as at {LevelWords.Of(hand.Level)}")}, set by {hand.By} until {hand.UntilUtc.UtcDateTime:HH:mm:ss} UTC");

    private static DateTime Milliseconds(DateTimeOffset time) =>
        time.UtcDateTime.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMillisecond));

    private static CheckBody Check(ComponentHealth component) =>
        new(component.IsUp ? "pass" : Fail, Message(component), Math.Round(component.Duration.TotalMilliseconds, 1));

    // A check that differs from what counts is explained, or the message would contradict the status.
    private static string Message(ComponentHealth component) => component.State switch
    {
        { IsSuspect: true, BadInRow: var bad } => $"{component.Message} (bad {bad} times in a row, not counted as down yet)",
        { IsUp: false, GoodInRow: > 0 and var good } => $"{component.Message} (good {good} times in a row, not counted as up yet)",
        _ => component.Message,
    };
}
