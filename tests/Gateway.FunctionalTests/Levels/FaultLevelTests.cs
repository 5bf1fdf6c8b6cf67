using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>O07: each fault leads to its level, and its end back to HEALTHY.</summary>
public sealed class FaultLevelTests
{
    private const int DiskMegabytes = 1024; // far above what the store keeps free for itself
    private const long Percent = DiskMegabytes * 1024L * 1024L / 100;

    [Fact]
    public async Task O07_ApplicationAway_IsDegradedUntilItIsBack()
    {
        await using var rig = await Rig.StartedAsync(Quick);
        await rig.UntilLevelAsync("HEALTHY");
        await rig.Application.StopAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 50, Conversations = 20 });
        sender.Start();
        await rig.UntilLevelAsync("DEGRADED");
        Assert.Equal(200, await rig.Client.StatusAsync("/health"));
        await rig.Application.StartAsync();
        await rig.UntilLevelAsync("HEALTHY");
        await sender.FinishAsync();
        await rig.AssertCleanAsync();
    }

    /// <summary>D05: people are told long before the store has to refuse.</summary>
    [SkippableFact]
    public async Task D05_DiskFills_IsDegradedAtTwentyPercentFreeAndCriticalAtTen()
    {
        await using var disk = await LoopDisk.CreateAsync(DiskMegabytes);
        Skip.If(disk is null, LoopDisk.WhyNot);
        await using var rig = await Rig.CreateAsync(dataDirectory: disk.DataDirectory);
        Quick(rig.Settings).With("Health:Vitals:DiskPercent", new JsonObject { ["Warning"] = 80, ["Critical"] = 90, ["Emergency"] = null });
        await rig.StartAsync();
        await rig.UntilLevelAsync("HEALTHY");
        await disk.FillAsync(15 * Percent);
        await rig.UntilLevelAsync("DEGRADED");
        await disk.FillAsync(7 * Percent);
        await rig.UntilLevelAsync("CRITICAL");
        Assert.True(await rig.Client.IsReadyAsync(), "Webhooks are still taken.");
        disk.MakeRoom();
        await rig.UntilLevelAsync("HEALTHY");
        await rig.KillAsync();
    }

    /// <summary>What began before a kill goes on after it, and ends with the recovery.</summary>
    [Fact]
    public async Task Incident_OfAKilledGateway_GoesOnAndEndsWithTheRecovery()
    {
        await using var rig = await Rig.StartedAsync(Quick);
        await rig.Application.StopAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 50, Conversations = 20 });
        sender.Start();
        await rig.UntilLevelAsync("DEGRADED");
        await Wait.UntilAsync(async () => (await rig.IncidentAsync())["id"] is not null, "an incident");
        var id = (await rig.IncidentAsync())["id"]!.GetValue<string>();
        await Wait.UntilAsync(async () => await rig.AcknowledgeAsync(id, "Ana"), "it is taken and on disk");
        await rig.KillAsync();
        await rig.StartAsync();
        var found = await rig.IncidentAsync();
        Assert.Equal((id, "Ana"), (found["id"]!.GetValue<string>(), found["acknowledgedBy"]!.GetValue<string>()));
        await rig.Application.StartAsync();
        await sender.FinishAsync();
        await rig.UntilLevelAsync("HEALTHY");
        await Wait.UntilAsync(async () => (await rig.IncidentAsync())["state"]!.GetValue<string>() == "closed", "it is closed", context: rig.Gateway.Output.ToString);
        Assert.Contains("The gateway was started again", (await rig.IncidentAsync()).ToJsonString(), StringComparison.Ordinal);
        await rig.AssertCleanAsync();
    }

    private static Settings Quick(Settings settings) => Crash.KillTests.Quick(settings).With("Health:QuietSeconds", 1);
}
