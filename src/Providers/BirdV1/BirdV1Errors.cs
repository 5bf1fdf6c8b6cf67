using System.Collections.Frozen;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Meta;
using Relevo.Providers.Reading;

namespace Relevo.Providers.BirdV1;

/// <summary>What platform v1's error codes mean (bird.com/docs/errors; messagebird/bird-sdk-typescript types.gen.ts, core/http.ts).</summary>
internal static class BirdV1Errors
{
    private static readonly FrozenDictionary<string, FailureClass> ByCode = new Dictionary<string, FailureClass>(StringComparer.Ordinal)
    {
        // Answers to a send. E01004: the same idempotency key is in work. E01005: it was used for another message.
        ["E01004"] = FailureClass.RetrySame,
        ["E01005"] = FailureClass.FailPermanent,

        // Codes of failed and rejected messages.
        ["service_window_expired"] = FailureClass.FailWindow,
        ["undeliverable"] = FailureClass.FailPermanent,
        ["recipient_suppressed"] = FailureClass.FailPermanent,
        ["price_not_found"] = FailureClass.FailPermanent,
        ["insufficient_balance"] = FailureClass.NumberDown, // Whatever it sends next is refused too, as with Meta's 131042.
        ["rate_limited"] = FailureClass.ThrottleNumber,
        ["internal_error"] = FailureClass.RetrySame,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The class of a code; of an unknown one by Meta's code behind it, then by HTTP status.</summary>
    internal static FailureClass Classify(string? code, long? metaCode = null, int? status = null)
    {
        if (code is not null && ByCode.TryGetValue(code, out var known))
        {
            return known;
        }

        return metaCode is { } meta ? MetaErrors.Classify(meta, status) : ByStatus(status);
    }

    /// <summary>Whether a code speaks of the whole organisation rather than of a number.</summary>
    internal static bool IsAccountWide(string? code) => code is "insufficient_balance";

    /// <summary>What the answer to a send means.</summary>
    internal static SendVerdict Judge(SendAnswer answer)
    {
        if (answer.Status is not { } status)
        {
            return new SendVerdict(FailureClass.UnknownResult);
        }

        using var document = BodyParser.TryParse(answer.Body);
        var odd = false;
        if (HttpStatus.IsSuccess(status))
        {
            return document is not null && Field.Key(document.RootElement, "id"u8, ref odd) is { } id
                ? new SendVerdict(FailureClass.Accepted, ProviderMessageId: id)
                : new SendVerdict(FailureClass.UnknownResult);
        }

        var code = document is not null && Field.TryObject(document.RootElement, "error"u8, out var error, ref odd)
            ? Field.Code(error, "code"u8, ref odd)
            : null;
        return new SendVerdict(Classify(code, metaCode: null, status), code);
    }

    // Without a status it is the failure of an accepted message, which is not sent again.
    private static FailureClass ByStatus(int? status) => status is null ? FailureClass.FailPermanent : HttpStatus.Classify(status);
}
