using System.CommandLine;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>The gateway at a glance.</summary>
internal static class StatusCommand
{
    private static readonly string[] Counts = ["accepted", "waiting", "delayed", "completed", "dead", "dropped", "expired", "oldestSeconds", "gap"];

    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command("status", "Shows what a running gateway does: counts, numbers, applications, settings. Needs a key with the role admin."));
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client => RunAsync(client, talk.Json(parsed), terminal, stop)));
        return command;
    }

    private static async Task<int> RunAsync(GatewayClient client, bool json, Terminal terminal, CancellationToken stop)
    {
        var answer = await client.GetAsync("/admin/status", stop);
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        if (json)
        {
            terminal.Json(answer.Text);
        }
        else
        {
            Print(answer.Body, terminal);
        }

        return ExitCode.Done;
    }

    private static void Print(JsonElement status, Terminal terminal)
    {
        var settings = status.GetProperty("settings");
        terminal.Say($"Relevo {Show.Field(status, "version")}, level {Show.Field(status, "level")}, up {Show.Duration(status.GetProperty("uptimeSeconds").GetDouble())}, settings version {Show.Field(settings, "version")}");
        Warn(status, "refusal", "Webhooks are refused: ", terminal);
        Warn(settings, "problem", "The settings file is not in force: ", terminal);
        Warn(settings, "needRestart", "Changed sections that need a restart: ", terminal);
        Restrictions(status, terminal);
        terminal.Table(
            ["", .. Counts.Select(c => c == "oldestSeconds" ? "oldest s" : c)],
            [CountRow("events", status), CountRow("sends", status)]);
        var numbers = Items(status, "numbers", terminal);
        if (numbers.Count > 0)
        {
            NumberTable.Print(numbers, terminal);
        }

        string[] fields = ["name", "url", "backupUrls", "concurrency"];
        var applications = Items(status, "applications", terminal);
        if (applications.Count > 0)
        {
            terminal.Table(fields, [.. applications.Select(item => fields.Select(f => Show.Field(item, f)).ToList())]);
        }
    }

    private static void Restrictions(JsonElement status, Terminal terminal)
    {
        if (!status.TryGetProperty("degradation", out var restricted) || restricted.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Warn(restricted, "maintenance", "Maintenance, new sends are refused: ", terminal);
        if (Show.Field(restricted, "ratePercent") is not "100" and var rate)
        {
            terminal.Say($"Sends leave at {rate} % of their rates.");
        }

        if (restricted.TryGetProperty("byHand", out var hand) && hand.ValueKind == JsonValueKind.Object)
        {
            terminal.Say($"Restricted as at {Show.Field(hand, "level")} by {Show.Field(hand, "by")} until {Show.Field(hand, "untilUtc")}.");
        }
    }

    private static void Warn(JsonElement item, string field, string words, Terminal terminal)
    {
        if (Show.Field(item, field) is { Length: > 1 } text)
        {
            terminal.Say(words + text);
        }
    }

    private static List<string> CountRow(string name, JsonElement status) =>
        [name, .. Counts.Select(c => Show.Field(status.GetProperty(name), c))];

    private static List<JsonElement> Items(JsonElement status, string name, Terminal terminal)
    {
        var items = status.GetProperty(name).EnumerateArray().ToList();
        terminal.Say();
        terminal.Say($"{items.Count} {name}");
        return items;
    }
}
