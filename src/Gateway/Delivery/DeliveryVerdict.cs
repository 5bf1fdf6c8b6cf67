using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Retry;

namespace Relevo.Gateway.Delivery;

/// <summary>
/// Decides what an answer means for an event. Pure, but for the counters of the message that it brings up to date.
/// Trouble counts against an event only once the application has served something else after it: until then it may be the
/// application's own, and if it turns out that the application served nobody, it is forgotten.
/// </summary>
internal static class DeliveryVerdict
{
    private const int Gone = 410;

    // Who has reached the limit waits at least so long for the proof, rather than knocking again without one.
    private static readonly TimeSpan ProofPause = TimeSpan.FromSeconds(1);

    /// <summary>Looks, before an event is tried again, at what came out about its failures so far.</summary>
    /// <param name="message">The event.</param>
    /// <param name="wasDown">The application served nobody at some time since the event last failed.</param>
    /// <param name="hasServed">The application served something since then.</param>
    /// <param name="options">Limits.</param>
    /// <returns>That it is parked, or null when it is to be tried.</returns>
    public static LaneOutcome? Review(QueuedMessage message, bool wasDown, bool hasServed, DeliveryOptions options)
    {
        if (message.Failures is not { Unproven: > 0 } trail || !(wasDown || hasServed))
        {
            return null;
        }

        message.Failures = trail with { Unproven = 0 };
        message.Attempts += wasDown ? 0 : trail.Unproven;
        return !wasDown && message.Attempts >= options.MaxAttemptsAlone ? Alone(trail.Answer) : null;
    }

    /// <summary>Judges an answer that is no success.</summary>
    /// <param name="message">The event; its attempts and trouble are counted here.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="isDown">The application serves nobody.</param>
    /// <param name="hasServed">The application served something since this event failed before.</param>
    /// <param name="options">Limits.</param>
    /// <param name="now">The time.</param>
    /// <param name="draw">Random, 0 ≤ draw &lt; 1.</param>
    public static LaneOutcome Judge(QueuedMessage message, in DeliveryAnswer answer, bool isDown, bool hasServed, DeliveryOptions options, DateTimeOffset now, double draw)
    {
        if (!answer.IsRefusal)
        {
            return Trouble(message, answer, isDown, hasServed, options, now, draw);
        }

        message.Attempts++;
        return answer.Status == Gone ? Park(answer.Describe(), "the application says that it is gone")
            : message.Attempts >= options.MaxAttemptsRefused ? Park(answer.Describe(), "the application refuses it")
            : Retry(message, answer, isDown: false, options, now, draw);
    }

    private static LaneOutcome Trouble(QueuedMessage message, in DeliveryAnswer answer, bool isDown, bool hasServed, DeliveryOptions options, DateTimeOffset now, double draw)
    {
        var isProven = !isDown && hasServed && message.Failures is not null;
        var unproven = isDown ? 0 : (message.Failures?.Unproven ?? 0) + (isProven ? 0 : 1);
        message.Failures = new FailureTrail(unproven, now, answer.Describe());
        message.Attempts += isProven ? 1 : 0;
        return isProven && message.Attempts >= options.MaxAttemptsAlone ? Alone(answer.Describe()) : Retry(message, answer, isDown, options, now, draw);
    }

    private static LaneOutcome Retry(QueuedMessage message, in DeliveryAnswer answer, bool isDown, DeliveryOptions options, DateTimeOffset now, double draw)
    {
        if (!isDown && message.TroubleMs >= options.GiveUpHours * TimeSpan.MillisecondsPerHour)
        {
            message.Attempts += message.Failures?.Unproven ?? 0; // nothing is to be proven any more, and operators want to know what was tried
            return Park(answer.Describe(), "it failed for too long");
        }

        var failures = message.Attempts + (message.Failures?.Unproven ?? 0);
        var backoff = new Backoff(TimeSpan.FromSeconds(options.FirstPauseSeconds), TimeSpan.FromSeconds(options.LongestPauseSeconds));
        var pause = backoff.Pause(Math.Max(1, failures), draw, answer.RetryAfter);
        if (failures >= options.MaxAttemptsAlone && pause < ProofPause)
        {
            pause = ProofPause;
        }

        message.TroubleMs += isDown ? 0 : (long)pause.TotalMilliseconds;
        return new LaneOutcome(LaneOutcomeKind.Retry, now + pause, null, answer.Describe());
    }

    private static LaneOutcome Alone(string answer) => Park(answer, "it alone fails while the application serves others");

    private static LaneOutcome Park(string answer, string reason) => new(LaneOutcomeKind.Park, default, reason, answer);
}
