using System.Text.Json;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Meta;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// What Evolution's answers mean. It wraps one and the same failure in different statuses, so its text is judged first
/// (evolution-api issues #1286, #1412, #2403, #2444).
/// </summary>
internal static class EvolutionErrors
{
    // Nothing was sent: the socket to WhatsApp is gone.
    private static readonly string[] Disconnected = ["Connection Closed", "not connected", "Timed Out"];

    /// <summary>What the answer to a send means.</summary>
    internal static SendVerdict Judge(SendAnswer answer)
    {
        if (answer.Status is not { } status)
        {
            return new SendVerdict(FailureClass.UnknownResult); // sendText can hang for ever and still have sent.
        }

        using var document = BodyParser.TryParse(answer.Body);
        if (!HttpStatus.IsSuccess(status))
        {
            return new SendVerdict(Classify(status, document));
        }

        return document is null ? new SendVerdict(FailureClass.UnknownResult) : Accepted(document.RootElement, status);
    }

    private static FailureClass Classify(int status, JsonDocument? document) => document switch
    {
        not null when IsDisconnected(document.RootElement) => FailureClass.NumberDown,
        _ when status == 404 => FailureClass.NumberDown, // The instance does not exist.
        _ => HttpStatus.Classify(status),
    };

    // Integration WHATSAPP-BUSINESS answers 201 with Meta's error object. A success that shows neither that nor a key.id
    // is no answer we understand.
    private static SendVerdict Accepted(JsonElement body, int status)
    {
        var odd = false;
        if (Field.TryObject(body, "key"u8, out var key, ref odd) && Field.Key(key, "id"u8, ref odd) is { } id)
        {
            return new SendVerdict(FailureClass.Accepted, ProviderMessageId: id);
        }

        if (Field.TryAny(body, "code"u8, out _))
        {
            return MetaErrors.JudgeError(body, status);
        }

        return new SendVerdict(IsDisconnected(body) ? FailureClass.NumberDown : FailureClass.UnknownResult);
    }

    /// <summary><c>{response:{message: text or list}}</c>, in other releases <c>message</c> at the top.</summary>
    private static bool IsDisconnected(JsonElement body)
    {
        var odd = false;
        return (Field.TryObject(body, "response"u8, out var response, ref odd) && Says(response))
            || Says(body);
    }

    private static bool Says(JsonElement parent)
    {
        if (!Field.TryAny(parent, "message"u8, out var message))
        {
            return false;
        }

        if (message.ValueKind != JsonValueKind.Array)
        {
            return IsOne(message);
        }

        foreach (var part in message.EnumerateArray())
        {
            if (IsOne(part))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOne(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var said = JsonText.Of(text);
        return Array.Exists(Disconnected, phrase => said.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}
