using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Relevo.Gateway.Commands.Operations;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Incidents;

/// <summary>What the commands about incidents do.</summary>
internal sealed class IncidentWork(GatewayClient client, Terminal terminal, bool json, CancellationToken stop)
{
    private const string Path = "/admin/incidents";
    private readonly Answers _answers = new(terminal, json);

    public async Task<int> ListAsync(int limit) => _answers.Print(
        await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Path}?limit={limit}"), stop),
        "items",
        body => _answers.Table(body, "items", "There was no incident.", "id", "severity", "level", "state", "detectedUtc", "restoredUtc", "acknowledgedBy", "closedBy", "title"));

    public async Task<int> ShowAsync(string id) => _answers.Print(await client.GetAsync(At(id), stop), "timeline", Print);

    public async Task<int> ActAsync(string id, string action, string? mark, string? note, string? by)
    {
        var body = new JsonObject();
        foreach (var (field, text) in new[] { ("mark", mark), ("note", note), ("by", by) }.Where(each => each.Item2 is not null))
        {
            body[field] = text;
        }

        return _answers.Print(
            await client.PostAsync($"{At(id)}/{action}", body.ToJsonString(), stop),
            "incident",
            done => terminal.Say($"{Show.Field(done.GetProperty("incident"), "id")}: {Show.Field(done, "message")}"));
    }

    public async Task<int> ReportAsync(string id, FileInfo? file)
    {
        var answer = await client.GetTextAsync(At(id) + "/report", "text/markdown", stop);
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        if (file is not null)
        {
            return await SaveAsync(answer.Text, file);
        }

        if (json)
        {
            terminal.Json(new JsonObject { ["report"] = answer.Text }.ToJsonString());
        }
        else
        {
            terminal.Write(answer.Text);
        }

        return ExitCode.Done;
    }

    private async Task<int> SaveAsync(string report, FileInfo file)
    {
        try
        {
            await using var stream = new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(report.AsMemory(), stop);
            terminal.Say($"The report is in {file.FullName}.");
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"The report cannot be written to {file.FullName}: {failure.Message}");
            return ExitCode.No;
        }
    }

    private void Print(JsonElement incident)
    {
        terminal.Say($"{Show.Field(incident, "id")}: {Show.Field(incident, "title")}");
        string[] fields =
            ["severity", "level", "levelNow", "state", "components", "detectedUtc", "notifiedUtc", "acknowledgedUtc", "acknowledgedBy", "investigatingUtc", "causeUtc", "cause", "fixedUtc", "resolution", "restoredUtc", "closedUtc", "closedBy"];
        terminal.Table(["", ""], [.. fields.Select(field => (IReadOnlyList<string>)[field, Show.Field(incident, field)]).Where(row => row[1] != Show.Nothing)]);
        terminal.Say();
        _answers.Table(incident, "timeline", "Nothing stands in its timeline.", "atUtc", "kind", "by", "text");
        if (incident.TryGetProperty("contacts", out var contacts))
        {
            terminal.Say();
            ContactTable.Print(contacts, terminal, _answers);
        }
    }

    private static string At(string id) => $"{Path}/{Uri.EscapeDataString(id)}";
}
