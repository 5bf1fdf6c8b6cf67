using System.Text.Json;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Meta;

/// <summary>What Meta says of a number: <c>health_status</c> decides, for the words of <c>status</c> are not all published.</summary>
internal static class MetaHealth
{
    private const string NoSuchObject = "33"; // Subcode of code 100: the number is gone, or not ours to see.

    internal static NumberCondition Judge(int? status, ReadOnlyMemory<byte> body)
    {
        using var document = BodyParser.TryParse(body);
        if (status is not { } code || document is null)
        {
            return status == 401 ? NumberCondition.AuthBroken : NumberCondition.Unknown;
        }

        var odd = false;
        if (Field.TryObject(document.RootElement, "error"u8, out var error, ref odd))
        {
            return OfError(error, code);
        }

        return HttpStatus.IsSuccess(code) ? OfNumber(document.RootElement) : NumberCondition.Unknown;
    }

    private static NumberCondition OfNumber(JsonElement number)
    {
        var odd = false;
        if (Field.TryObject(number, "health_status"u8, out var health, ref odd)
            && Field.Text(health, "can_send_message"u8, ref odd) is { } can)
        {
            return can switch
            {
                "AVAILABLE" or "LIMITED" => NumberCondition.Healthy, // Limited sends, but less.
                "BLOCKED" => NumberCondition.Down,
                _ => NumberCondition.Unknown,
            };
        }

        return Field.Text(number, "status"u8, ref odd) == "CONNECTED" ? NumberCondition.Healthy : NumberCondition.Unknown;
    }

    private static NumberCondition OfError(JsonElement error, int status)
    {
        var odd = false;
        var verdict = MetaErrors.JudgeError(error, status);
        if (verdict.ErrorCode == "100" && Field.Code(error, "error_subcode"u8, ref odd) == NoSuchObject)
        {
            return NumberCondition.Down;
        }

        return verdict.Class switch
        {
            FailureClass.AuthBroken => NumberCondition.AuthBroken,
            FailureClass.NumberDown => NumberCondition.Down,
            _ => NumberCondition.Unknown,
        };
    }
}
