using System.Text.Json;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Commands;

/// <summary>The numbers of the pool as a table.</summary>
internal static class NumberTable
{
    private static readonly string[] Columns =
        ["name", "provider", "role", "status", "weight", "load", "rate", "waiting", "in flight", "errors", "ejected until", "reason"];

    public static void Print(IReadOnlyList<JsonElement> numbers, Terminal terminal)
    {
        if (numbers.Count == 0)
        {
            terminal.Say("The pool has no numbers.");
            return;
        }

        terminal.Table(Columns, [.. numbers.Select(Row)]);
    }

    private static List<string> Row(JsonElement number) =>
    [
        Show.Field(number, "name"),
        Show.Field(number, "provider"),
        Is(number, "activatedByHand") ? Show.Field(number, "role") + " (activated)" : Show.Field(number, "role"),
        Status(number),
        Show.Field(number, "weight"),
        Show.Share(number, "load"),
        $"{Show.Field(number, "rateNow")}/{Show.Field(number, "rate")}",
        Show.Field(number, "waiting"),
        Show.Field(number, "inFlight"),
        Show.Field(number, "errors"),
        Show.Field(number, "ejectedUntil"),
        Show.Field(number, "reason"),
    ];

    // What was drained stays drained while something worse is the matter with it.
    private static string Status(JsonElement number)
    {
        var status = Show.Field(number, "status");
        return !Is(number, "drainedByHand") ? status : status == "draining" ? "draining (by hand)" : status + ", drained (by hand)";
    }

    private static bool Is(JsonElement number, string field) =>
        number.ValueKind == JsonValueKind.Object && number.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;
}
