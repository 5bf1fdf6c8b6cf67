using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>The level and the incidents as an operator sees them.</summary>
internal static class LevelWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<string> LevelAsync(this Rig rig)
    {
        using var answer = await rig.Client.SendAsync(HttpMethod.Get, "/health", key: null);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["level"]!.GetValue<string>();
    }

    /// <summary>Waits for one of these levels.</summary>
    public static Task UntilLevelAsync(this Rig rig, params IReadOnlyCollection<string> levels) =>
        Wait.UntilAsync(async () => levels.Contains(await rig.LevelAsync(), StringComparer.Ordinal), $"the level is {string.Join(" or ", levels)}", Patience, rig.Gateway.Output.ToString);

    /// <summary>Somebody takes an incident.</summary>
    /// <returns>False when that is not on disk yet.</returns>
    public static async Task<bool> AcknowledgeAsync(this Rig rig, string id, string by)
    {
        using var answer = await rig.Client.SendAsync(HttpMethod.Post, $"/admin/incidents/{id}/ack", new JsonObject { ["by"] = by });
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["saved"]!.GetValue<bool>();
    }

    /// <summary>The newest incident, whole; an empty object when there is none.</summary>
    public static async Task<JsonNode> IncidentAsync(this Rig rig)
    {
        var list = (await rig.Client.GetAsync("/admin/incidents?limit=1"))["items"]!.AsArray();
        return list is [{ } first] ? await rig.Client.GetAsync("/admin/incidents/" + first["id"]!.GetValue<string>()) : new JsonObject();
    }
}
