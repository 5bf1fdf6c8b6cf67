using System.CommandLine;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>The level and what is wrong.</summary>
internal static class HealthCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command("health", "Shows the level of a running gateway and each issue. Exit code 1 when the level is not HEALTHY. Needs no key."));
        command.SetAction((parsed, stop) => talk.WithoutKeyAsync(parsed, client => RunAsync(client, talk.Json(parsed), terminal, stop)));
        return command;
    }

    private static async Task<int> RunAsync(GatewayClient client, bool json, Terminal terminal, CancellationToken stop)
    {
        var answer = await client.GetAsync("/health", stop);
        if (answer.Status is not (200 or 503) || !TryRead(answer, out var level))
        {
            terminal.Complain(answer.Problem ?? "What answers there is no Relevo gateway: it names no level.");
            return ExitCode.No;
        }

        if (json)
        {
            terminal.Json(answer.Text);
        }
        else
        {
            Print(answer.Body, level, terminal);
        }

        return level == "HEALTHY" ? ExitCode.Done : ExitCode.No;
    }

    // 503 is an answer here, not a failure, so the body decides.
    private static bool TryRead(GatewayAnswer answer, out string level)
    {
        level = "";
        try
        {
            level = Show.Field(answer.Body, "level");
            return level.Length > 1;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Print(JsonElement health, string level, Terminal terminal)
    {
        var checks = health.TryGetProperty("checks", out var found) && found.ValueKind == JsonValueKind.Object ? found.EnumerateObject().ToList() : [];
        terminal.Say($"Level: {level}");
        foreach (var check in checks.Where(c => Show.Field(c.Value, "status") != "pass"))
        {
            terminal.Say($"Issue: {check.Name}: {Show.Field(check.Value, "message")}");
        }

        if (checks.Count > 0)
        {
            terminal.Table(["Check", "Status", "ms", "Message"], [.. checks.Select(Row)]);
        }
    }

    private static List<string> Row(JsonProperty check) =>
        [check.Name, Show.Field(check.Value, "status"), Show.Field(check.Value, "durationMs"), Show.Field(check.Value, "message")];
}
