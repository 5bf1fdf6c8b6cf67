using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>
/// What Meta's error codes mean (developers.facebook.com "Error codes"; nyaruka/courier handlers/meta). The code decides,
/// not HTTP status or title, which vary. The same codes come in answers and in failed statuses.
/// </summary>
internal static class MetaErrors
{
    private static readonly FrozenDictionary<long, FailureClass> ByCode = Table();

    /// <summary>The class of a code; of an unknown one by HTTP status, and without one (a failed status) permanent.</summary>
    internal static FailureClass Classify(long code, int? status = null, bool isTransient = false) => code switch
    {
        _ when ByCode.TryGetValue(code, out var known) => known,
        >= 200 and <= 299 => FailureClass.AuthBroken,
        _ when isTransient || status >= 500 => FailureClass.RetrySame,
        _ when status == 429 => FailureClass.ThrottleNumber,
        _ => FailureClass.FailPermanent,
    };

    /// <summary>Whether a code that is worth a repetition says nothing about the number: media of the message that could not be fetched.</summary>
    internal static bool IsMessagesOwn(string? code) => code is "131053";

    /// <summary>
    /// Whether a code speaks of the whole business account: policy block, lock, payment and its common rate. Not of a
    /// token (190 and the like), since another number of the account may hold another one; not of the app's rate (4),
    /// since the app is not the account.
    /// </summary>
    internal static bool IsAccountWide(string? code) => code is "368" or "131031" or "131042" or "80007";

    /// <summary>What the answer to a send means.</summary>
    internal static SendVerdict Judge(SendAnswer answer)
    {
        if (answer.Status is not { } status)
        {
            return new SendVerdict(FailureClass.UnknownResult);
        }

        using var document = BodyParser.TryParse(answer.Body);
        if (document is null)
        {
            // A proxy's page instead of Meta's answer: the message may have gone through before it.
            return new SendVerdict(HttpStatus.IsSuccess(status) || status >= 500 ? FailureClass.UnknownResult : HttpStatus.Classify(status));
        }

        var odd = false;
        if (Field.TryObject(document.RootElement, "error"u8, out var error, ref odd))
        {
            return JudgeError(error, status);
        }

        return HttpStatus.IsSuccess(status) ? Accepted(document.RootElement) : new SendVerdict(HttpStatus.Classify(status));
    }

    /// <summary>What an error object means.</summary>
    internal static SendVerdict JudgeError(JsonElement error, int status)
    {
        var odd = false;
        var transient = Field.Flag(error, "is_transient"u8, ref odd) == true;
        return Field.TryAny(error, "code"u8, out var value) && Moment.Integer(value) is { } code
            ? new SendVerdict(Classify(code, status, transient), code.ToString(CultureInfo.InvariantCulture))
            : new SendVerdict(transient ? FailureClass.RetrySame : HttpStatus.Classify(status));
    }

    // Marking as read is answered {"success": true}; a message by its id.
    private static SendVerdict Accepted(JsonElement body)
    {
        var odd = false;
        var id = Field.TryFirst(body, "messages"u8, out var message, ref odd) ? Field.Key(message, "id"u8, ref odd) : null;
        return id is not null || Field.Flag(body, "success"u8, ref odd) == true
            ? new SendVerdict(FailureClass.Accepted, ProviderMessageId: id)
            : new SendVerdict(FailureClass.UnknownResult);
    }

    private static FrozenDictionary<long, FailureClass> Table()
    {
        (FailureClass Class, long[] Codes)[] classes =
        [
            (FailureClass.AuthBroken, [0, 3, 10, 190, 131005]),

            // Number, app and business account in turn; 133016 limits registrations.
            (FailureClass.ThrottleNumber, [4, 80007, 130429, 133016]),
            (FailureClass.ThrottleRecipient, [131056]),

            // Deleted, policy, locked, display name, payment, certificate, spam, not registered.
            (FailureClass.NumberDown, [33, 368, 131031, 131037, 131042, 131045, 131048, 133010]),

            // 131053: media could not be fetched, worth a few tries. 131057: upgrade of the number, up to a minute.
            (FailureClass.RetrySame, [1, 2, 131000, 131016, 131053, 131057, 133004]),
            (FailureClass.FailWindow, [131047]),

            // This recipient: undeliverable, sender itself, not allowed, opted out, experiment, too much marketing.
            (FailureClass.FailPermanent, [131026, 131021, 131030, 131050, 130472, 131049]),

            // This message: parameters, type, media, template, flow.
            (FailureClass.FailPermanent, [100, 131008, 131009, 131051, 131052, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069, 135000]),
        ];
        return classes.SelectMany(entry => entry.Codes, (entry, code) => KeyValuePair.Create(code, entry.Class)).ToFrozenDictionary();
    }
}
