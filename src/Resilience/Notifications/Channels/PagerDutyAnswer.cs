using System.Collections.Frozen;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>
/// What an answer of the Events API v2 means. Its own is 202 with <c>"status":"success"</c>. Another status is a failure
/// whatever the code: <c>invalid event</c> is refused for good, the rest (<c>throttle exceeded</c>, or what nobody knows) is
/// tried again, which the key of the alert makes harmless. So is an answer that names errors and no status. One without
/// either counts as taken, because receivers that only speak like PagerDuty need not answer with a body.
/// </summary>
internal static class PagerDutyAnswer
{
    private const string Invalid = "invalid event";
    private static readonly FrozenSet<string> Good = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "success", "ok", "accepted");

    public static ChannelOutcome Judge(HttpAnswer answer)
    {
        var outcome = answer.Judge();
        if (outcome.Verdict != ChannelVerdict.Taken)
        {
            return outcome;
        }

        var json = JsonAnswer.Read(answer.Body);
        return json.Text("status") is { Length: > 0 } status ? OfStatus(answer, status.Trim())
            : json.Says("error") || json.Says("errors") ? ChannelOutcome.Again(answer.Words(" and names errors"), answer.RetryAfter)
            : outcome;
    }

    private static ChannelOutcome OfStatus(HttpAnswer answer, string status) =>
        Good.Contains(status) ? ChannelOutcome.Taken
        : status.Equals(Invalid, StringComparison.OrdinalIgnoreCase) ? ChannelOutcome.Refused(answer.Words(" with invalid event"))
        : ChannelOutcome.Again(answer.Words(" and says that it failed"), answer.RetryAfter);
}
