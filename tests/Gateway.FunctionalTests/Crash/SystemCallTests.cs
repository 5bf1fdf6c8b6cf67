using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Crash;

/// <summary>P02: killed at the N-th system call that touches a file, at start, at work, and again while it recovers.</summary>
public sealed class SystemCallTests(ITestOutputHelper output)
{
    private const int Conversations = 4;
    private const int EventsBefore = 8;
    private const int EventsAfter = 3;
    private const int MaxEventsEach = 150;
    private const int MaxLives = 3;
    private static readonly string[] Calls = ["pwrite64", "fsync", "fdatasync", "openat", "ftruncate", "unlink", "rename"];

    /// <summary>With <c>RELEVO_SWEEP=all</c>: every N of every call.</summary>
    [SkippableFact]
    public async Task P02_KilledAtTheNthCall_LosesNothing()
    {
        Skip.If(Strace.WhyNot is not null, Strace.WhyNot);
        var (runs, deaths) = (0, 0);
        foreach (var (call, moment) in Moments(await RecordAsync()))
        {
            runs++;
            deaths += await KillAtAsync(call, moment) > 1 ? 1 : 0;
        }

        Assert.True(deaths >= runs * 2 / 3, $"Only {deaths} of {runs} faults were met: too few to prove anything.");
    }

    /// <summary>One run without faults: how often the busiest thread makes each call.</summary>
    private async Task<IReadOnlyDictionary<string, int>> RecordAsync()
    {
        await using var rig = await Rig.CreateAsync();
        KillTests.Quick(rig.Settings);
        var log = rig.Folder.File("calls");
        rig.Launch(Strace.Record(string.Join(',', Calls), log));
        await RunAsync(rig, () => rig.History.AcceptedCount > EventsBefore * Conversations);
        await rig.KillAsync();
        var counts = Calls.ToDictionary(call => call, call => Strace.CallsPerThread(log, call).DefaultIfEmpty(0).Max(), StringComparer.Ordinal);
        output.WriteLine(string.Join(", ", counts.Select(pair => $"{pair.Value} x {pair.Key}")));
        Assert.True(counts["fsync"] + counts["fdatasync"] > 0, "Nothing is ever synced.");
        return counts;
    }

    /// <summary>A spread over each call's range, its first and last moments among them; the whole range on demand.</summary>
    private static IEnumerable<(string Call, int Moment)> Moments(IReadOnlyDictionary<string, int> counts)
    {
        foreach (var (call, count) in counts)
        {
            var wanted = Options.WholeSweep ? count : Math.Min(count, call is "pwrite64" or "fsync" or "fdatasync" ? 5 : 2);
            for (var i = 0; i < wanted; i++)
            {
                yield return (call, wanted == count ? i + 1 : 1 + (int)((long)i * (count - 1) / Math.Max(1, wanted - 1)));
            }
        }
    }

    private async Task<int> KillAtAsync(string call, int moment)
    {
        await using var rig = await Rig.CreateAsync((ulong)moment);
        KillTests.Quick(rig.Settings);
        string[] prefix = Strace.Inject(call, $"signal=KILL:when={moment}");
        var lives = 1;
        rig.Launch(prefix);
        var sending = RunAsync(rig, () => lives > 1);
        await Wait.UntilAsync(
            () =>
            {
                if (rig.Gateway.HasExited)
                {
                    rig.NoteDeath();
                    rig.Launch(lives++ < MaxLives ? prefix : null); // It may die again while it recovers.
                }

                return sending.IsCompleted;
            },
            $"all events are accepted ({call} no. {moment})",
            TimeSpan.FromSeconds(60),
            () => rig.Gateway.Output.ToString());
        await sending;
        await rig.KillAsync();
        rig.NoteDeath();
        await rig.StartAsync();
        var verdict = await rig.CheckAsync();
        output.WriteLine($"{call} no. {moment}: {lives} lives, {verdict.Accepted} accepted, {verdict.Duplicates} repeated");
        Assert.True(verdict.IsClean, $"{call} no. {moment}: {verdict}\n{rig.Gateway.Output}");
        return lives;
    }

    /// <summary>A few conversations with one event after the other, until the gateway has died and a few more were accepted.</summary>
    private static async Task RunAsync(Rig rig, Func<bool> enough)
    {
        await using var sender = rig.NewSender(new MetaSenderOptions { FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(100) });
        await Task.WhenAll(Enumerable.Range(0, Conversations).Select(async conversation =>
        {
            for (var (sent, after) = (0, 0); after < EventsAfter && sent < MaxEventsEach; sent++)
            {
                await sender.SendAsync(conversation);
                after += enough() ? 1 : 0;
            }
        }));
    }
}
