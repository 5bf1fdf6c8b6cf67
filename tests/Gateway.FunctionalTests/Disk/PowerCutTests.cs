using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Disk;

/// <summary>D01: what was answered 200 is on the disk, not in a cache.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    /// <summary>With <c>RELEVO_POWERCUTS</c>: as many as wanted.</summary>
    [SkippableFact]
    public async Task D01_PowerCutUnderLoad_KeepsEveryAcceptedEvent()
    {
        var cuts = Options.Number("RELEVO_POWERCUTS", 5);
        var random = new Random(Options.Seed);
        output.WriteLine($"seed {Options.Seed}, {cuts} power cuts");
        await using var disk = await LoopDisk.CreateAsync();
        Skip.If(disk is null, LoopDisk.WhyNot);
        await using var rig = await Rig.CreateAsync((ulong)Options.Seed, disk.DataDirectory);
        KillTests.Quick(rig.Settings);
        rig.Application.Behaviour = _ => KillTests.Sometimes(random);
        await rig.StartAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 250, Conversations = 100 });
        sender.Start();
        for (var cut = 0; cut < cuts; cut++)
        {
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(0.1 + (random.NextDouble() * 1.4)));
            rig.NoteDeath();
            disk.CutPower();
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(random.NextDouble() * 0.3)); // The process may outlive the disk.
            await rig.KillAsync();
            await disk.RemountAsync();
            await rig.StartAsync();
        }

        await sender.FinishAsync();
        var verdict = await rig.AssertCleanAsync();
        output.WriteLine(verdict.ToString());
        Assert.True(verdict.Accepted > 100 * cuts, $"Too little load to prove anything: {verdict}");
        await rig.KillAsync();
    }
}
