using System.Text.Json.Nodes;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>A closed window, as whoever looks the message up later sees it.</summary>
public sealed class TemplateTests
{
    private static readonly SandboxReceipts Late = new() { Statuses = [new SandboxReceipt("sent", TimeSpan.FromSeconds(2)), new SandboxReceipt("read", TimeSpan.FromSeconds(2))] };

    [Fact]
    public async Task WindowClosed_TemplateStandsIn_HistoryNamesIt()
    {
        await using var rig = await SendRig.CreateAsync(["main"]);
        rig.Rig.Settings.With("Templates", new JsonObject { ["reopen"] = new JsonObject { ["Language"] = "es", ["meta"] = "hello_again", ["WindowFallback"] = true } });
        await rig.Rig.StartAsync();
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131047, To = 1 });
        rig.Sandbox.Script.Add(new SandboxRule { From = 2, Receipts = Late }); // after the answer, or they are what proves the send
        var id = await rig.Sends.SendAsync(SendRig.Text(1, "your table is ready"));
        await rig.TakenAsync(1);

        Assert.Equal(("template", "hello_again"), (rig.Taken[0].Type, rig.Taken[0].Text));
        await rig.BecomesAsync(id, "read");
        var history = (await rig.LookAsync(id))["history"]!.AsArray().Select(entry => $"{entry!["what"]} {entry["answer"]}").ToList();
        Assert.Equal(["attempt ", "refused 131047", "attempt ", "accepted template reopen instead"], history.Take(4));
    }
}
