using System.Collections.Frozen;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>
/// What an answer of an incoming webhook means. Slack says <c>ok</c>, and what is wrong in one word, usually with a status of
/// its own. With a status of 2xx that word counts: one that passes by itself is tried again, any other is refused for good, as
/// its status would be. So does an object whose <c>ok</c> or <c>success</c> is false (the Web API, Rocket.Chat). Anything else
/// counts as taken: receivers that only speak like Slack answer with nothing, or with words of their own.
/// </summary>
internal static class SlackAnswer
{
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "fatal_error", "internal_error", "rate_limited", "ratelimited", "request_timeout", "rollup_error", "service_unavailable", "team_added_to_org", "timeout");

    private static readonly FrozenSet<string> ForGood = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "account_inactive", "action_prohibited", "channel_is_archived", "channel_not_found", "invalid_arguments", "invalid_auth", "invalid_blocks", "invalid_blocks_format", "invalid_payload",
        "invalid_token", "is_archived", "missing_text_or_fallback_or_attachments", "msg_too_long", "no_active_hooks", "no_service", "no_service_id", "no_team", "no_text", "not_authed",
        "not_in_channel", "posting_to_general_channel_denied", "restricted_action", "team_disabled", "token_revoked", "too_many_attachments", "user_not_found");

    public static ChannelOutcome Judge(HttpAnswer answer)
    {
        var outcome = answer.Judge();
        return outcome.Verdict == ChannelVerdict.Taken && Failure(answer.Body) is { } failure ? Outcome(answer, failure) : outcome;
    }

    // Only words that are known are passed on: others may hold anything.
    private static ChannelOutcome Outcome(HttpAnswer answer, string failure) =>
        Passing.Contains(failure) ? ChannelOutcome.Again(answer.Words($" with {failure}"), answer.RetryAfter)
        : ForGood.Contains(failure) ? ChannelOutcome.Refused(answer.Words($" with {failure}"))
        : ChannelOutcome.Refused(answer.Words(" and says that it failed"));

    // Null when the body does not speak of one.
    private static string? Failure(string body)
    {
        var word = body.Trim();
        if (Passing.Contains(word) || ForGood.Contains(word))
        {
            return word;
        }

        var json = JsonAnswer.Read(body);
        return json.IsFalse("ok") || json.IsFalse("success") ? json.Text("error") ?? "" : null;
    }
}
