using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Disk;

/// <summary>D03: a sync that fails is believed; nobody asks the same file a second time, and nobody gets a 200 for it.</summary>
public sealed class FailingSyncTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20); // it takes about one; a machine whose disk stands still takes longer
    private const string Syncs = "fsync,fdatasync";

    /// <summary>With <c>RELEVO_SWEEP=all</c>: the first 40 syncs of each thread, one after the other.</summary>
    [SkippableFact]
    public async Task D03_SyncFailsOnce_BatchIsRefusedSentAgainAndStored()
    {
        Skip.If(Strace.WhyNot is not null, Strace.WhyNot);
        int[] moments = Options.WholeSweep ? [.. Enumerable.Range(1, 40)] : [1, 2, 7];
        foreach (var moment in moments)
        {
            await FailOnceAsync(moment);
        }
    }

    [SkippableFact]
    public async Task D03_SyncFailsForEver_NeverAnswers200AndHealsWhenItWorksAgain()
    {
        Skip.If(Strace.WhyNot is not null, Strace.WhyNot);
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 100 });
        sender.Start();
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count > 100, "deliveries flow");

        var tracer = await Strace.AttachAsync(rig.Gateway.Id, Syncs, "error=EIO", rig.Folder.File("forever"));
        rig.NoteDeath(); // What the application answers from here on cannot be noted.
        var broken = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(() => rig.History.AttemptsSince(broken).Count(attempt => attempt.Status == 503) > 50, "the sender is told 503", context: rig.Gateway.Output.ToString);
        await Wait.UntilAsync(async () => await rig.Client.StatusAsync("/health/ready") == 503, "it is not ready", TimeSpan.FromSeconds(5));
        Assert.Equal(200, await rig.Client.StatusAsync("/health/live"));
        Assert.False(rig.Gateway.HasExited);
        var answers = rig.History.AttemptsSince(broken);
        Assert.DoesNotContain(answers, attempt => attempt.Status == 200);
        var first = answers.Where(attempt => attempt.Status == 503).Min(attempt => attempt.Took);
        output.WriteLine($"{answers.Count} answers, the quickest 503 after {first.TotalMilliseconds:0} ms");

        await tracer.DisposeAsync();
        var healed = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(() => rig.History.AttemptsSince(healed).Any(attempt => attempt.Status == 200), "a webhook is accepted again", Soon, rig.Gateway.Output.ToString);
        output.WriteLine($"accepting {Stopwatch.GetElapsedTime(healed).TotalMilliseconds:0} ms after syncs work again");
        await sender.FinishAsync();
        await rig.KillAsync();
        await rig.StartAsync();
        output.WriteLine((await rig.AssertCleanAsync()).ToString());
    }

    private async Task FailOnceAsync(int moment)
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick, (ulong)moment);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 100 });
        sender.Start();
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count > 20, "deliveries flow");

        var log = rig.Folder.File("once");
        var begin = Stopwatch.GetTimestamp();
        await using (await Strace.AttachAsync(rig.Gateway.Id, Syncs, $"error=EIO:when={moment}", log))
        {
            await Wait.UntilAsync(() => File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal), "a sync failed");
            var failed = Stopwatch.GetTimestamp();
            await Wait.UntilAsync(() => rig.History.AttemptsSince(failed).Any(attempt => attempt.Status == 200), "a webhook is accepted again", Soon, rig.Gateway.Output.ToString);
            output.WriteLine($"sync no. {moment}: accepting {Stopwatch.GetElapsedTime(failed).TotalMilliseconds:0} ms after the failure, {rig.History.AttemptsSince(begin).Count(attempt => attempt.Status == 503)} times 503");
        }

        SyncTrace.AssertNoSecondSync(File.ReadAllLines(log));
        await sender.FinishAsync();
        await rig.KillAsync(); // What only looked stored would be gone now.
        await rig.StartAsync();
        await rig.AssertCleanAsync();
        Assert.All(rig.History.Events, item => Assert.Equal(Outcome.Ok, item.Outcome));
    }
}
