using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Commands;

/// <summary>Dead letters that went back into their queues, under their old and new ids.</summary>
internal static class RetriedTable
{
    public static void Print(Terminal terminal, IReadOnlyList<JsonElement> items)
    {
        if (items.Count > 0)
        {
            terminal.Table(["id", "newId"], [.. items.Select(item => new List<string> { Show.Field(item, "id"), Show.Field(item, "newId") })]);
        }

        var unknown = items.Count(item => item.GetProperty("unknownOutcome").GetBoolean());
        if (unknown > 0)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{unknown} of them had an unknown outcome: their customers may get them twice."));
        }
    }
}
