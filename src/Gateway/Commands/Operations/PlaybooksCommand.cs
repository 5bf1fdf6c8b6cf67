using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>What playbooks did.</summary>
internal static class PlaybooksCommand
{
    private const string Path = "/admin/playbooks";

    public static Command Create(Terminal terminal) => new("playbooks", "Shows what the gateway did by itself at each level, step by step. Needs a key with the role admin.")
    {
        List(terminal),
        ShowOne(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var talk = new TalkOptions();
        var limit = BoundedOption.Create("--limit", "How many, newest first.", usual: 20, most: 500);
        var command = talk.AddTo(new Command("list", "Lists runs of playbooks, newest first.") { limit });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var answers = new Answers(terminal, talk.Json(parsed));
            var answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Path}?limit={parsed.GetValue(limit)}"), stop);
            return answers.Print(answer, "items", body => Print(body, terminal));
        }));
        return command;
    }

    private static Command ShowOne(Terminal terminal)
    {
        var talk = new TalkOptions();
        var id = new Argument<string>("id") { Description = "Id of the run, or how it begins." };
        var command = talk.AddTo(new Command("show", "Shows one run with its steps.") { id });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var answers = new Answers(terminal, talk.Json(parsed));
            var answer = await client.GetAsync($"{Path}/{Uri.EscapeDataString(parsed.GetValue(id)!)}", stop);
            return answers.Print(answer, "steps", run => Print(run, terminal, answers));
        }));
        return command;
    }

    private static void Print(JsonElement body, Terminal terminal)
    {
        var runs = Show.Items(body, "items");
        if (runs.Count == 0)
        {
            terminal.Say("No playbook ran.");
            return;
        }

        string[] fields = ["id", "level", "state", "startedUtc", "endedUtc", "reason"];
        terminal.Table([.. fields, "steps"], [.. runs.Select(run => fields.Select(field => Show.Field(run, field)).Append(Steps(run)).ToList())]);
    }

    private static string Steps(JsonElement run) => string.Join(", ", Show.Items(run, "steps").Select(step => $"{Show.Field(step, "name")} {Show.Field(step, "state")}"));

    private static void Print(JsonElement run, Terminal terminal, Answers answers)
    {
        var byHand = run.TryGetProperty("byHand", out var hand) && hand.ValueKind == JsonValueKind.True ? " by hand" : "";
        terminal.Say($"{Show.Field(run, "id")}: the playbook of {Show.Field(run, "level")}{byHand}, {Show.Field(run, "state")}");
        terminal.Say($"Why it ran: {Show.Field(run, "reasons")}");
        terminal.Say($"Why it ended so: {Show.Field(run, "reason")}");
        answers.Table(run, "steps", "It had no steps.", "name", "action", "state", "tries", "startedUtc", "endedUtc", "reason", "undo", "undoReason");
    }
}
