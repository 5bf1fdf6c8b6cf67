using System.Text.Json;
using Relevo.Providers.Answers;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Evolution;

/// <summary>
/// What Evolution says of an instance: <c>connectionState</c>, an element of <c>fetchInstances</c> (flat in 2.x, under
/// <c>instance</c> in 1.x), or the answer to a restart, whose failure has status 200 and <c>error: true</c>.
/// </summary>
internal static class EvolutionHealth
{
    internal static NumberCondition Judge(int? status, ReadOnlyMemory<byte> body)
    {
        if (status is not { } code || !HttpStatus.IsSuccess(code))
        {
            return status switch
            {
                401 or 403 => NumberCondition.AuthBroken,
                404 => NumberCondition.Down, // The instance does not exist.
                _ => NumberCondition.Unknown,
            };
        }

        using var document = BodyParser.TryParse(body, JsonValueKind.Object) ?? BodyParser.TryParse(body, JsonValueKind.Array);
        return document?.RootElement switch
        {
            null => NumberCondition.Unknown,
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => NumberCondition.Down,
            { ValueKind: JsonValueKind.Array } list => OfInstance(list[0]),
            { } instance => OfInstance(instance),
        };
    }

    private static NumberCondition OfInstance(JsonElement answer)
    {
        var odd = false;
        if (Field.Flag(answer, "error"u8, ref odd) == true)
        {
            return NumberCondition.Down;
        }

        var inner = Field.TryObject(answer, "instance"u8, out var instance, ref odd) ? instance : answer;
        var state = Field.Text(inner, "state"u8, ref odd) ?? Field.Text(inner, "connectionStatus"u8, ref odd) ?? Field.Text(inner, "status"u8, ref odd);

        // Without a state it is in the database, but not loaded. Anything else, "connecting" too, does not send.
        return state == "open" ? NumberCondition.Healthy : NumberCondition.Down;
    }
}
