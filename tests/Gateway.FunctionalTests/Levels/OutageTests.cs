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

    /// <summary>
    /// U08: every number is banned. That is critical at once and an emergency when it lasts. Nothing that was accepted is lost,
    /// webhooks are still taken, and what waits leaves when numbers are back.
    /// </summary>
    [Fact]
    public async Task U08_EveryNumberIsBanned_PeopleAreToldAndNothingIsLost()
    {
        await using var receiver = await NoticeReceiver.StartAsync();
        await using var rig = await SendRig.CreateAsync(["a", "b"]);
        receiver.Prepare(rig.Rig.Settings).With("Health:QuietSeconds", 1).With("Degradation:ReturnStepSeconds", 1)
            .With("Health:Vitals:NumbersOutSeconds", 3).With("Health:Vitals:NumbersOutPercent", new JsonObject { ["Warning"] = 50, ["Critical"] = 100, ["Emergency"] = 100 });
        await rig.Rig.StartAsync();
        await rig.Rig.UntilLevelAsync("HEALTHY");

        rig.Sandbox.Script.Put(new SandboxRule { Name = Ban, MetaCode = 131031 });
        var ids = await rig.Sends.BulkAsync(Enumerable.Range(0, Sends).Select(contact => SendRig.Text(contact, $"{contact}")));
        await rig.Rig.UntilLevelAsync("CRITICAL", "EMERGENCY");
        await receiver.ToldAsync("alarm", "CRITICAL", rig.Story);
        await Wait.UntilAsync(async () => (await rig.Rig.IncidentAsync()).ToJsonString().Contains("Playbook of CRITICAL", StringComparison.Ordinal), "the playbook has begun", context: rig.Story);

        await rig.Rig.UntilLevelAsync("EMERGENCY");
        await Wait.UntilAsync(async () => (await rig.Rig.IncidentAsync()).ToJsonString().Contains("Step maintenance", StringComparison.Ordinal), "no new sends are taken", context: rig.Story);
        Assert.True(await rig.Rig.Client.IsReadyAsync(), "Webhooks are still taken.");

        rig.Sandbox.Script.Remove(Ban);
        await rig.ActAsync("a", "resume");
        await rig.ActAsync("b", "resume");
        await rig.TakenAsync(Sends);
        await rig.Rig.UntilLevelAsync("HEALTHY");
        await receiver.ToldAsync("recovery", "EMERGENCY", rig.Story);
        var incident = await rig.Rig.IncidentAsync();
        output.WriteLine(incident.ToJsonString());
        Assert.Contains("Step restart-component", incident.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(("closed", "recovery"), (incident["state"]!.GetValue<string>(), incident["closedBy"]!.GetValue<string>()));
        Assert.Equal(Sends, ids.Count);
        await rig.BalancedAsync();
    }
}
