using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>Whom to call, as tables: those on call first.</summary>
internal static class ContactTable
{
    public static void Print(JsonElement contacts, Terminal terminal, Answers answers)
    {
        terminal.Say(OnCall(contacts));
        answers.Table(contacts, "people", "The settings name nobody (Contacts:People).", "id", "name", "roles", "phone", "mail", "note");
        Print(contacts, terminal, answers, "hotlines", "name", "phone", "note");
        Print(contacts, terminal, answers, "portals", "name", "url", "statusUrl", "phone", "note");
    }

    private static void Print(JsonElement contacts, Terminal terminal, Answers answers, string list, params IReadOnlyList<string> fields)
    {
        if (Show.Items(contacts, list).Count > 0)
        {
            terminal.Say();
            terminal.Say(list);
            answers.Table(contacts, list, "", fields);
        }
    }

    private static string OnCall(JsonElement contacts)
    {
        if (!contacts.TryGetProperty("onCall", out var turn) || turn.ValueKind != JsonValueKind.Object)
        {
            return "Nobody is on call (Contacts:OnCall).";
        }

        var deputy = Show.Field(turn, "deputy");
        return $"On call: {Show.Field(turn, "person")}" + (deputy != Show.Nothing ? $", deputy {deputy}" : "");
    }
}
