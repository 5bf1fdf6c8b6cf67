using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Gateway.FunctionalTests.Sends;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>An outage from its first failed call to the closed incident: the level, the playbook, the people, and what was accepted meanwhile.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private const string Ban = "ban";
    private const int Sends = 40;

    /// <summary>U08: every number is banned. Nothing that was accepted is lost, and it leaves when numbers are back.</summary>
    [Fact]
    public async Task U08_EveryNumberIsBanned_PeopleAreToldAndNothingIsLost()
    {
        await using var receiver = await NoticeReceiver.StartAsync();
        await using var rig = await SendRig.CreateAsync(["a", "b"]);
        receiver.Prepare(rig.Rig.Settings).With("Health:QuietSeconds", 1).With("Degradation:ReturnStepSeconds", 1);
        await rig.Rig.StartAsync();
        await LevelAsync(rig, "HEALTHY");

        rig.Sandbox.Script.Put(new SandboxRule { Name = Ban, MetaCode = 131031 });
        var ids = await rig.Sends.BulkAsync(Enumerable.Range(0, Sends).Select(contact => SendRig.Text(contact, $"{contact}")));
        await LevelAsync(rig, "CRITICAL", "EMERGENCY");
        await receiver.ToldAsync("alarm", "CRITICAL", rig.Story);
        await Wait.UntilAsync(async () => (await TimelineAsync(rig)).Contains("Playbook of CRITICAL", StringComparison.Ordinal), "the playbook has begun", context: rig.Story);

        rig.Sandbox.Script.Remove(Ban);
        await rig.ActAsync("a", "resume");
        await rig.ActAsync("b", "resume");
        await rig.TakenAsync(Sends);
        await LevelAsync(rig, "HEALTHY");
        await receiver.ToldAsync("recovery", "CRITICAL", rig.Story);
        var incident = await IncidentAsync(rig);
        output.WriteLine(incident.ToJsonString());
        Assert.Contains("Step restart-component", incident.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(("closed", "recovery"), (incident["state"]!.GetValue<string>(), incident["closedBy"]!.GetValue<string>()));
        Assert.Equal(Sends, ids.Count);
        await rig.BalancedAsync();
    }

    private static async Task LevelAsync(SendRig rig, params IReadOnlyCollection<string> levels) =>
        await Wait.UntilAsync(
            async () =>
            {
                using var answer = await rig.Rig.Client.SendAsync(HttpMethod.Get, "/health", key: null);
                var level = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["level"]!.GetValue<string>();
                return levels.Contains(level, StringComparer.Ordinal);
            },
            $"the level is {string.Join(" or ", levels)}",
            TimeSpan.FromSeconds(90),
            rig.Story);

    private static async Task<string> TimelineAsync(SendRig rig) => (await IncidentAsync(rig)).ToJsonString();

    // The newest one, whole.
    private static async Task<JsonNode> IncidentAsync(SendRig rig)
    {
        var list = (await rig.Rig.Client.GetAsync("/admin/incidents?limit=1"))["items"]!.AsArray();
        return list is [{ } first] ? await rig.Rig.Client.GetAsync("/admin/incidents/" + first["id"]!.GetValue<string>()) : new JsonObject();
    }
}
