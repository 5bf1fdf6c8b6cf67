using System.Diagnostics;
using System.Globalization;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Operations;

/// <summary>R01: with little memory and a dead application the backlog goes to the disk, and nothing runs over.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const long Limit = 256L * 1024 * 1024;
    private const long HeapLimit = Limit * 6 / 10;

    /// <summary>With <c>RELEVO_MEMORY_SECONDS</c>: a longer flood.</summary>
    [Fact]
    public async Task R01_FloodWithADeadApplicationInLittleMemory_IsAcceptedOrRefusedAndNeverKilled()
    {
        var seconds = TimeSpan.FromSeconds(Options.Number("RELEVO_MEMORY_SECONDS", 10));
        await using var rig = (await Rig.CreateAsync()).WithEnvironment("DOTNET_GCHeapHardLimit", HeapLimit.ToString("X", CultureInfo.InvariantCulture));
        KillTests.Quick(rig.Settings);
        await rig.Application.StopAsync();
        using var group = MemoryGroup.TryCreate(Limit);
        output.WriteLine(group is null ? $"Only the heap is limited: {MemoryGroup.WhyNot}" : "The whole process is limited.");
        await rig.StartAsync(group?.Prefix);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 3000, Conversations = 2000, Connections = 256, Timeout = TimeSpan.FromSeconds(10) });
        var begin = Stopwatch.GetTimestamp();
        sender.Start();
        await Wait.UntilAsync(
            async () => await rig.Client.StatusAsync("/health/live") != 200 || Stopwatch.GetElapsedTime(begin) > seconds, "the flood is over", seconds + Wait.Generous);
        Assert.False(rig.Gateway.HasExited, $"It died of it.\n{rig.Gateway.Output}");
        await sender.FinishAsync(TimeSpan.FromSeconds(60));

        var answers = rig.History.AttemptsSince(begin);
        output.WriteLine($"{rig.History.AcceptedCount} accepted of {rig.History.Events.Count}, {answers.Count(attempt => attempt.Status is 503 or 429)} refused, {answers.Count(attempt => attempt.Status == 0)} without answer, {group?.OutOfMemoryKills ?? 0} kills");
        Assert.All(answers, attempt => Assert.True(attempt.Status is 200 or 503 or 429 or 0, $"{attempt.Status}"));
        Assert.True(rig.History.AcceptedCount > 2000, "Too little flood to prove anything.");
        Assert.Equal(0, group?.OutOfMemoryKills ?? 0);
        Assert.False(rig.Gateway.HasExited);
        await rig.Application.StartAsync();
        output.WriteLine((await rig.AssertCleanAsync(TimeSpan.FromSeconds(120))).ToString());
    }
}
