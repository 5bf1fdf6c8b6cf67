using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Disk;

/// <summary>D04, D05, D13, O08: a disk that is read-only, full or stalled costs answers, never accepted events; the process lives on.</summary>
public sealed class SickDiskTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [SkippableFact]
    public async Task D04_FileSystemTurnsReadOnly_AnswersNo200AndKeepsWhatItAccepted()
    {
        await using var disk = await LoopDisk.CreateAsync();
        Skip.If(disk is null, LoopDisk.WhyNot);
        await using var rig = await StartAsync(disk);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 150, Conversations = 100 });
        sender.Start();
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count > 100, "deliveries flow");

        rig.NoteDeath(); // What the application answers from here on cannot be noted.
        disk.TurnReadOnly();
        var broken = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(() => rig.History.AttemptsSince(broken).Count(attempt => attempt.Status == 503) > 100, "the sender is told 503", context: rig.Gateway.Output.ToString);
        await Wait.UntilAsync(async () => await rig.Client.StatusAsync("/health/ready") == 503, "it is not ready", Soon);
        await AssertAliveAsync(rig);
        var answers = rig.History.AttemptsSince(broken);
        Assert.DoesNotContain(answers, attempt => attempt.Status == 200);
        Assert.All(answers, attempt => Assert.Equal(503, attempt.Status));
        AssertQuick(answers, "503");

        await rig.KillAsync();
        await disk.RemountAsync();
        await rig.StartAsync();
        await sender.FinishAsync();
        output.WriteLine((await rig.AssertCleanAsync()).ToString());
        await rig.KillAsync();
    }

    /// <summary>Below the reserve that finishes accepted work, and with nothing left at all.</summary>
    [SkippableTheory, InlineData(16), InlineData(0)]
    public async Task D05_FullDisk_RefusesFinishesWhatItHasAndHealsByItself(int megabytesLeft)
    {
        await using var disk = await LoopDisk.CreateAsync();
        Skip.If(disk is null, LoopDisk.WhyNot);
        await using var rig = await StartAsync(disk);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 150, Conversations = 100 });
        await rig.Application.StopAsync(); // A backlog, to be drained on the full disk.
        sender.Start();
        await Wait.UntilAsync(() => rig.History.AcceptedCount > 200, "a backlog");

        await disk.FillAsync(megabytesLeft * 1024L * 1024L);
        await Wait.UntilAsync(async () => await rig.Client.StatusAsync("/health/ready") == 503, "it is not ready", Soon, rig.Gateway.Output.ToString);
        var full = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(() => rig.History.AttemptsSince(full).Count(attempt => attempt.Status == 503) > 100, "the sender is told 503");
        await AssertAliveAsync(rig);

        await rig.Application.StartAsync();
        await Wait.UntilAsync(
            () => rig.Application.Deliveries.Select(delivery => delivery.ProviderMessageId).Distinct(StringComparer.Ordinal).Count() > 200,
            "the backlog is delivered while the disk is full",
            context: rig.Gateway.Output.ToString);
        disk.MakeRoom();
        await Wait.UntilAsync(rig.Client.IsReadyAsync, "it accepts again", TimeSpan.FromSeconds(10), rig.Gateway.Output.ToString);
        var free = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(() => rig.History.AttemptsSince(free).Any(attempt => attempt.Status == 200), "a webhook is accepted again", Soon);
        await sender.FinishAsync();
        output.WriteLine((await rig.AssertCleanAsync()).ToString());
        await rig.KillAsync();
    }

    [SkippableFact]
    public async Task D13_StalledDisk_AnswersInTimeAndResumes()
    {
        await using var disk = await LoopDisk.CreateAsync();
        Skip.If(disk is null, LoopDisk.WhyNot);
        await using var rig = await StartAsync(disk);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 100, Timeout = TimeSpan.FromSeconds(10) });
        sender.Start();
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count > 100, "deliveries flow");

        await disk.FreezeAsync();
        var frozen = Stopwatch.GetTimestamp();
        var slowest = TimeSpan.Zero;
        await Wait.UntilAsync(
            async () =>
            {
                var begin = Stopwatch.GetTimestamp();
                Assert.Equal(200, await rig.Client.StatusAsync("/health/live"));
                slowest = Stopwatch.GetElapsedTime(begin) is var took && took > slowest ? took : slowest;
                return Stopwatch.GetElapsedTime(frozen) > TimeSpan.FromSeconds(2) && rig.History.AttemptsSince(frozen).Any(attempt => attempt.Status == 503);
            },
            "the sender is told 503",
            context: rig.Gateway.Output.ToString);
        var answers = rig.History.AttemptsSince(frozen);
        await disk.ThawAsync();
        var thawed = Stopwatch.GetTimestamp();
        await Wait.UntilAsync(() => rig.History.AttemptsSince(thawed).Any(attempt => attempt.Status == 200), "a webhook is accepted again", Soon);
        output.WriteLine($"liveness at most {slowest.TotalMilliseconds:0} ms; accepting {Stopwatch.GetElapsedTime(thawed).TotalMilliseconds:0} ms after the thaw");

        Assert.True(slowest < TimeSpan.FromSeconds(3), $"Liveness took {slowest.TotalSeconds:0.00} s.");
        AssertQuick(answers, "503 on a stalled disk");
        await sender.FinishAsync();
        Assert.Equal(0, (await rig.AssertCleanAsync()).Duplicates);
        await rig.KillAsync();
    }

    private static async Task<Rig> StartAsync(LoopDisk disk)
    {
        var rig = await Rig.CreateAsync(dataDirectory: disk.DataDirectory);
        KillTests.Quick(rig.Settings);
        await rig.StartAsync();
        return rig;
    }

    private static async Task AssertAliveAsync(Rig rig)
    {
        Assert.False(rig.Gateway.HasExited, rig.Gateway.Output.ToString());
        Assert.Equal(200, await rig.Client.StatusAsync("/health/live"));
    }

    private void AssertQuick(IReadOnlyList<Attempt> answers, string what)
    {
        var times = answers.Select(answer => answer.Took).Order().ToList();
        var late = times[(int)(times.Count * 0.99)];
        output.WriteLine($"{what}: {times.Count} answers, median {times[times.Count / 2].TotalMilliseconds:0} ms, p99 {late.TotalMilliseconds:0} ms");
        Assert.True(late < TimeSpan.FromSeconds(2), $"{what} took {late.TotalSeconds:0.00} s (p99).");
    }
}
