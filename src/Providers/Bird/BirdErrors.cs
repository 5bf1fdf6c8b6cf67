using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Meta;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>
/// What answers and failures of the Channels API mean. Answers go by HTTP status: the shape of error bodies is not
/// published (docs.bird.com "Rate limits", "Message failure").
/// </summary>
internal static class BirdErrors
{
    /// <summary>The class of an HTTP status that is no success.</summary>
    internal static FailureClass Classify(int? status) => status == 404
        ? FailureClass.NumberDown // The workspace or channel in the address is gone.
        : HttpStatus.Classify(status);

    /// <summary>What the answer to a send means.</summary>
    internal static SendVerdict Judge(SendAnswer answer)
    {
        if (answer.Status is not { } status || !HttpStatus.IsSuccess(status))
        {
            return new SendVerdict(Classify(answer.Status));
        }

        using var document = BodyParser.TryParse(answer.Body);
        var odd = false;
        return document is not null && Field.Key(document.RootElement, "id"u8, ref odd) is { } id
            ? new SendVerdict(FailureClass.Accepted, ProviderMessageId: id)
            : new SendVerdict(FailureClass.UnknownResult);
    }

    /// <summary>The class of the code of a failed status. Bird's own lie from 11000 to 15999, where Meta has none.</summary>
    internal static FailureClass ClassifyFailure(long code) => code switch
    {
        11001 => FailureClass.NumberDown, // channel configuration
        12001 => FailureClass.RetrySame, // a service behind Bird
        >= 15000 and <= 15999 => FailureClass.RetrySame, // platform
        >= 11000 and <= 14999 => FailureClass.FailPermanent,
        _ => MetaErrors.Classify(code),
    };
}
