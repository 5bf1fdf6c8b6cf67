using System.Text.Json;
using System.Text.Json.Nodes;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>What the commands about restrictions do.</summary>
internal sealed class DegradationWork(GatewayClient client, Terminal terminal, bool json, CancellationToken stop)
{
    public async Task<int> ShowAsync() => Print(await client.GetAsync("/admin/degradation", stop));

    public async Task<int> SetAsync(string set, string? level)
    {
        var body = new JsonObject { ["set"] = set };
        if (level is not null)
        {
            body["level"] = level;
        }

        return Print(await client.PostAsync("/admin/degradation", body.ToJsonString(), stop));
    }

    public async Task<int> MaintainAsync(string set, string? reason)
    {
        var body = new JsonObject { ["set"] = set };
        if (reason is not null)
        {
            body["reason"] = reason;
        }

        return Print(await client.PostAsync("/admin/maintenance", body.ToJsonString(), stop));
    }

    private int Print(GatewayAnswer answer)
    {
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        if (json)
        {
            terminal.Json(answer.Text);
            return ExitCode.Done;
        }

        var state = answer.Body;
        terminal.Table(["", ""],
        [
            ["as at level", Show.Field(state, "level")],
            ["rates of sends", Show.Field(state, "ratePercent") + " %"],
            ["more of them at", Show.Field(state, "moreRateAt")],
            ["time to live in the cache", Show.Field(state, "cacheSeconds") + " s"],
            ["workers", Show.Field(state, "mode")],
            ["features that are not essential", state.TryGetProperty("featuresOff", out var off) && off.ValueKind == JsonValueKind.True ? "off" : "on"],
            ["maintenance", Show.Field(state, "maintenance")],
            ["by hand", ByHand(state)],
        ]);
        if (Show.Field(state, "saved") is "false")
        {
            terminal.Say(Words.NotSaved);
        }

        return ExitCode.Done;
    }

    private static string ByHand(JsonElement state) => state.TryGetProperty("byHand", out var set) && set.ValueKind == JsonValueKind.Object
        ? $"{Show.Field(set, "level")} until {Show.Field(set, "until")}, by {Show.Field(set, "by")}"
        : "-";
}
