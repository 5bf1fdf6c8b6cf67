using System.Text.Json;

namespace Relevo.Gateway.Api.Bodies;

/// <summary>Tells JSON that can be written again from JSON that was only parsed: a parser lets half of a surrogate pair and bytes that are not UTF-8 pass.</summary>
internal static class SoundJson
{
    /// <summary>Whether every name and text within is valid, and nothing is nested deeper than <paramref name="maxDepth"/> levels.</summary>
    public static bool IsSound(JsonElement value, int maxDepth)
    {
        try
        {
            return Look(value, maxDepth);
        }
        catch (InvalidOperationException)
        {
            return false; // what reading such a text ends with
        }
    }

    private static bool Look(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is not null,
        JsonValueKind.Object => depth > 0 && value.EnumerateObject().All(field => field.Name is not null && Look(field.Value, depth - 1)),
        JsonValueKind.Array => depth > 0 && value.EnumerateArray().All(item => Look(item, depth - 1)),
        _ => true,
    };
}
