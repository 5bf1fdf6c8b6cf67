using System.Globalization;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>What follows from the outcome of one call. Pure.</summary>
internal static class Attempt
{
    private const int MostUnknown = 3; // Each may be one more message to somebody.

    /// <summary>The delivery after a call, and the pause before the next one.</summary>
    /// <param name="before">The delivery before.</param>
    /// <param name="outcome">What came of the call.</param>
    /// <param name="age">How long the notice has waited.</param>
    /// <param name="now">When the call ended.</param>
    /// <param name="unknown">Calls so far, this one too, of which nobody knows what they did.</param>
    /// <param name="options">How it is repeated.</param>
    /// <param name="draw">Random, 0 ≤ draw &lt; 1.</param>
    public static (DeliveryReport Report, TimeSpan Pause) After(DeliveryReport before, ChannelOutcome outcome, TimeSpan age, DateTimeOffset now, int unknown, NoticeDeliveryOptions options, double draw)
    {
        var report = before with { Attempts = before.Attempts + 1, AtUtc = now, Why = outcome.Verdict == ChannelVerdict.Taken ? null : outcome.Why };
        switch (outcome.Verdict)
        {
            case ChannelVerdict.Taken:
                return (report with { State = DeliveryState.Taken }, TimeSpan.Zero);
            case ChannelVerdict.Refused:
                return (report with { State = DeliveryState.Refused }, TimeSpan.Zero);
            case ChannelVerdict.Unknown when unknown >= MostUnknown:
                return (report with { State = DeliveryState.GivenUp, Why = string.Create(CultureInfo.InvariantCulture, $"{outcome.Why}, {unknown} times") }, TimeSpan.Zero);
            case ChannelVerdict.Again or ChannelVerdict.Unknown when age >= TimeSpan.FromHours(options.GiveUpHours):
                return (report with { State = DeliveryState.GivenUp }, TimeSpan.Zero);
            default:
                var backoff = new Backoff(TimeSpan.FromSeconds(options.FirstPauseSeconds), TimeSpan.FromSeconds(options.LongestPauseSeconds));
                return (report, backoff.Pause(report.Attempts, draw, outcome.RetryAfter));
        }
    }
}
