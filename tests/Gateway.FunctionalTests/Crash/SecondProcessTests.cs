using System.Diagnostics;
using System.Globalization;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Crash;

/// <summary>P07: one data directory belongs to one process.</summary>
public sealed class SecondProcessTests
{
    [Fact]
    public async Task P07_SecondProcessOnTheSameDirectory_RefusesAndHarmsNobody()
    {
        await using var rig = await Rig.StartedAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 200, Conversations = 20 });
        sender.Start();
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count > 20, "deliveries flow");

        var file = rig.Folder.File("second.json");
        rig.Settings.Copy().With("Gateway:Url", "http://127.0.0.1:" + Ports.Next().ToString(CultureInfo.InvariantCulture)).Save(file);
        var begin = Stopwatch.GetTimestamp();
        var (code, text) = await GatewayProcess.RunAsync(["run", "--config", file]);
        var took = Stopwatch.GetElapsedTime(begin);

        Assert.NotEqual(0, code);
        Assert.Contains("in use", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(rig.DataDirectory, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal); // A sentence, not a stack trace.
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took.TotalSeconds:0.0} s to refuse.");
        await sender.FinishAsync();
        var verdict = await rig.AssertCleanAsync();
        rig.AssertNoneRefused();
        Assert.Equal(0, verdict.Duplicates);
    }

    [Fact]
    public async Task Start_OnAnAddressThatIsTaken_EndsWithASentenceAndNothingElse()
    {
        await using var rig = await Rig.StartedAsync();
        var file = rig.Folder.File("second.json");
        rig.Settings.Copy().With("Gateway:DataDirectory", rig.Folder.File("other")).Save(file);
        var (code, text) = await GatewayProcess.RunAsync(["run", "--config", file]);
        Assert.Equal(1, code);
        Assert.Contains("Another program listens there: stop it, or change Gateway:Url", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" crit: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" fail: ", text, StringComparison.Ordinal);
    }
}
