using System.Globalization;
using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Retry;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Decides what the outcome of a call means for a send. Pure, but for the counters of the work that it brings up to date.</summary>
internal static class SendJudge
{
    private const int Unavailable = 503;
    private const int MaxPairDoublings = 6; // 4^6 s is past the hour that nothing is waited beyond.
    private static readonly TimeSpan LongestUnreached = TimeSpan.FromSeconds(30); // who was away is soon tried when it is back
    private static readonly TimeSpan LongestPair = TimeSpan.FromHours(1);

    /// <summary>Judges.</summary>
    /// <param name="work">The send; attempts are counted here.</param>
    /// <param name="outcome">What came back.</param>
    /// <param name="options">Limits.</param>
    /// <param name="canUseTemplate">Whether a template is set that may stand in where the window is closed.</param>
    /// <param name="now">The time, against which long outages are judged.</param>
    /// <param name="draw">Random, 0 ≤ draw &lt; 1.</param>
    public static SendVerdict Judge(SendWork work, SendOutcome outcome, SendingOptions options, bool canUseTemplate, DateTimeOffset now, double draw) => outcome.Class switch
    {
        FailureClass.Accepted => new SendVerdict(SendStep.Done, TraceKind.Accepted),
        FailureClass.UnknownResult or FailureClass.RetrySame when IsAmbiguous(outcome) => new SendVerdict(SendStep.Unknown, TraceKind.Unknown),
        FailureClass.ThrottleNumber or FailureClass.NumberDown or FailureClass.AuthBroken => new SendVerdict(SendStep.Again, TraceKind.Refused),
        FailureClass.ThrottleRecipient => new SendVerdict(SendStep.Later, TraceKind.Refused, PairPause(work, outcome)),
        FailureClass.FailWindow => Window(work, outcome, canUseTemplate),
        FailureClass.FailPermanent => new SendVerdict(SendStep.Park, TraceKind.Failed, Reason: $"the provider refuses it{CodeOf(outcome)}"),
        _ when outcome is { IsSurelyNotSent: true, Status: null } => Unreached(work, outcome, options, now, draw),
        _ => Retry(work, outcome, options, draw),
    };

    /// <summary>The pause of a pair that was too fast: 4ⁿ s, n from 0, as the provider advises.</summary>
    internal static TimeSpan PairPause(SendWork work, SendOutcome outcome)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(4, Math.Min(work.PairHits++, MaxPairDoublings)));
        var asked = outcome.RetryAfter ?? TimeSpan.Zero;
        return pause < asked ? asked : pause < LongestPair ? pause : LongestPair;
    }

    private static SendVerdict Window(SendWork work, SendOutcome outcome, bool canUseTemplate)
    {
        if (canUseTemplate && !work.NeedsTemplate)
        {
            work.NeedsTemplate = true;
            return new SendVerdict(SendStep.Again, TraceKind.Refused);
        }

        return new SendVerdict(SendStep.Expire, TraceKind.Failed, Reason: $"the 24-hour window is closed{CodeOf(outcome)}, and no template is set that reopens it");
    }

    // The provider may have it: whatever was answered does not say that it was refused. 503 says that it was not worked on.
    private static bool IsAmbiguous(SendOutcome outcome) =>
        (outcome.Class == FailureClass.UnknownResult || !outcome.IsSurelyNotSent) && outcome.Status != Unavailable;

    // The provider was not reached at all, which is nobody's fault: it counts against no message, as with events.
    private static SendVerdict Unreached(SendWork work, SendOutcome outcome, SendingOptions options, DateTimeOffset now, double draw)
    {
        work.Unreached++;
        if (now - (work.UnreachedSince ??= now) >= TimeSpan.FromHours(options.UnreachedHours))
        {
            return new SendVerdict(SendStep.Park, TraceKind.Failed, Reason: string.Create(CultureInfo.InvariantCulture, $"the provider could not be reached for {options.UnreachedHours} h{CodeOf(outcome)}"));
        }

        return Later(work, options, BackoffOf(options, LongestUnreached).Pause(work.Unreached, draw, outcome.RetryAfter));
    }

    private static SendVerdict Retry(SendWork work, SendOutcome outcome, SendingOptions options, double draw)
    {
        work.UnreachedSince = null;
        work.Message.Attempts++;
        if (work.Message.Attempts >= options.MaxAttempts)
        {
            return new SendVerdict(SendStep.Park, TraceKind.Failed, Reason: string.Create(CultureInfo.InvariantCulture, $"{work.Message.Attempts} attempts failed{CodeOf(outcome)}"));
        }

        return Later(work, options, BackoffOf(options, TimeSpan.FromSeconds(options.LongestPauseSeconds)).Pause(work.Message.Attempts, draw, outcome.RetryAfter));
    }

    // A first pause that is set longer than the longest one counts.
    private static Backoff BackoffOf(SendingOptions options, TimeSpan longest)
    {
        var first = TimeSpan.FromSeconds(options.FirstPauseSeconds);
        return new Backoff(first, first > longest ? first : longest);
    }

    private static SendVerdict Later(SendWork work, SendingOptions options, TimeSpan pause)
    {
        if (++work.FailuresHere >= options.MoveAfterAttempts)
        {
            work.Avoid = work.Number?.Name;
        }

        return new SendVerdict(SendStep.Later, TraceKind.Refused, pause);
    }

    private static string CodeOf(SendOutcome outcome) => outcome.Code is { } code ? $" ({code})" : "";
}
