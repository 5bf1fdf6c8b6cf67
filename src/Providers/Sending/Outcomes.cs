using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;

namespace Relevo.Providers.Sending;

/// <summary>Makes outcomes of verdicts.</summary>
internal static class Outcomes
{
    internal const string Unreadable = "unreadable";
    internal const string Unsupported = "unsupported";
    internal const string Account = "account";

    /// <summary>The outcome of a complete answer.</summary>
    internal static SendOutcome Of(SendVerdict verdict, int? status, TimeSpan? retryAfter) => new()
    {
        Class = verdict.Class,
        Status = status,
        Code = verdict.ErrorCode ?? (verdict.Class == FailureClass.UnknownResult ? Unreadable : null),
        ProviderMessageId = verdict.ProviderMessageId,
        RetryAfter = retryAfter,
        IsSurelyNotSent = IsRefusal(verdict),
    };

    /// <summary>
    /// Marking as read: an answer of success will do, whatever its body says, unless it is an error in disguise; and
    /// since twice does no harm, nothing about it is ever unknown.
    /// </summary>
    internal static SendOutcome OfRead(SendVerdict verdict, int? status, TimeSpan? retryAfter) => new()
    {
        Class = verdict.Class == FailureClass.UnknownResult ? FailureClass.RetrySame : verdict.Class,
        Status = status,
        Code = verdict.ErrorCode,
        RetryAfter = retryAfter,
    };

    /// <summary>Nothing was called: the provider cannot do this, or the account lacks something.</summary>
    internal static SendOutcome NotCalled(FailureClass failure, string code) => new() { Class = failure, Code = code, IsSurelyNotSent = true };

    /// <summary>
    /// Every refusal says that the message was not taken, except trouble in passing without a code of the provider: a
    /// 5xx may come after the message went on.
    /// </summary>
    private static bool IsRefusal(SendVerdict verdict) => verdict.Class switch
    {
        FailureClass.Accepted or FailureClass.UnknownResult => false,
        FailureClass.RetrySame => verdict.ErrorCode is not null,
        _ => true,
    };
}
