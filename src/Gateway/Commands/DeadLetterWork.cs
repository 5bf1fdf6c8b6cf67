using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>What the commands about parked messages do.</summary>
internal sealed class DeadLetterWork(GatewayClient client, Terminal terminal, bool json, CancellationToken stop)
{
    private const string Path = "/api/deadletters";

    public async Task<int> ListAsync(int limit, string? after)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"{Path}?limit={limit}") + (after is null ? "" : "&after=" + after);
        return Print(await client.GetAsync(query, stop), page =>
        {
            string[] fields = ["id", "number", "kind", "application", "parkedUtc", "attempts", "answer", "reason"];
            var rows = page.GetProperty("items").EnumerateArray().Select(item => fields.Select(f => Show.Field(item, f)).ToList()).ToList();
            if (rows.Count == 0)
            {
                terminal.Say("Nothing is parked.");
                return ExitCode.Done;
            }

            terminal.Table(fields, rows);
            if (page.GetProperty("next").GetString() is { } next)
            {
                terminal.Say($"More follow: --after {next}");
            }

            return ExitCode.Done;
        });
    }

    public async Task<int> ShowAsync(string id) => Print(await client.GetAsync($"{Path}/{id}", stop), _ => ExitCode.Done);

    public async Task<int> ActAsync(string action, IReadOnlyList<string> ids)
    {
        var body = $"{{\"ids\":{JsonSerializer.Serialize(ids, CommandJson.Default.IReadOnlyListString)}}}";
        var answer = await client.PostAsync($"{Path}/{action}", body, stop);
        var code = Print(answer, done => PrintDone(action, ids.Count, done));
        return code == ExitCode.Done && !answer.Body.GetProperty("success").GetBoolean() ? ExitCode.No : code;
    }

    private int PrintDone(string action, int asked, JsonElement done)
    {
        var missing = done.GetProperty("notFound").EnumerateArray().Select(id => id.GetString()!).ToList();
        if (done.TryGetProperty("items", out var items))
        {
            RetriedTable.Print(terminal, [.. items.EnumerateArray()]);
        }

        terminal.Say($"{asked - missing.Count} of {asked} {(action == "retry" ? "went back into their queues" : "are gone")}.");
        foreach (var id in missing)
        {
            terminal.Say($"{id} is not parked.");
        }

        return ExitCode.Done;
    }

    private int Print(GatewayAnswer answer, Func<JsonElement, int> table)
    {
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        if (!json)
        {
            return table(answer.Body);
        }

        terminal.Json(answer.Text);
        return ExitCode.Done;
    }
}
