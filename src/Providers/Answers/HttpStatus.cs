using Relevo.Contracts.Outcomes;

namespace Relevo.Providers.Answers;

/// <summary>What a bare HTTP status means, where the provider says nothing better.</summary>
internal static class HttpStatus
{
    internal static bool IsSuccess(int status) => status is >= 200 and <= 299;

    /// <summary>The class of a status that is no success.</summary>
    internal static FailureClass Classify(int? status) => status switch
    {
        null => FailureClass.UnknownResult,
        < 200 or (>= 300 and < 400) => FailureClass.NumberDown, // The address leads elsewhere: nothing will be sent through it.
        401 or 403 => FailureClass.AuthBroken,
        408 => FailureClass.RetrySame,
        429 => FailureClass.ThrottleNumber,
        >= 500 => FailureClass.RetrySame,
        _ => FailureClass.FailPermanent,
    };
}
