using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Retry;

namespace Relevo.Gateway.Delivery;

/// <summary>Decides what an answer means for an event. Pure, but for the counters of the message that it brings up to date.</summary>
internal static class DeliveryVerdict
{
    private const int Gone = 410;

    /// <summary>Judges an answer that is no success.</summary>
    /// <param name="message">The event; its attempts and trouble are counted here.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="servesOthers">The application serves other events, so that this failure counts against this one.</param>
    /// <param name="options">Limits.</param>
    /// <param name="now">The time.</param>
    /// <param name="draw">Random, 0 ≤ draw &lt; 1.</param>
    public static LaneOutcome Judge(QueuedMessage message, in DeliveryAnswer answer, bool servesOthers, DeliveryOptions options, DateTimeOffset now, double draw)
    {
        if (answer.Status == Gone)
        {
            message.Attempts++;
            return Park(answer, "the application says that it is gone");
        }

        var counts = answer.IsRefusal || servesOthers;
        message.Attempts += counts ? 1 : 0;
        if (answer.IsRefusal && message.Attempts >= options.MaxAttemptsRefused)
        {
            return Park(answer, "the application refuses it");
        }

        if (!answer.IsRefusal && message.Attempts >= options.MaxAttemptsAlone)
        {
            return Park(answer, "it alone fails while the application serves others");
        }

        var backoff = new Backoff(TimeSpan.FromSeconds(options.FirstPauseSeconds), TimeSpan.FromSeconds(options.LongestPauseSeconds));
        var pause = backoff.Pause(Math.Max(1, message.Attempts), draw, answer.RetryAfter);
        message.TroubleMs += counts ? (long)pause.TotalMilliseconds : 0;
        return message.TroubleMs >= options.GiveUpHours * TimeSpan.MillisecondsPerHour
            ? Park(answer, "it failed for too long")
            : new LaneOutcome(LaneOutcomeKind.Retry, now + pause, null, answer.Describe());
    }

    private static LaneOutcome Park(in DeliveryAnswer answer, string reason) => new(LaneOutcomeKind.Park, default, reason, answer.Describe());
}
