using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Gateway.FunctionalTests.Sends;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>
/// How long each component is away when what it stands on is killed, with 500 webhooks a second coming in (200 sends going
/// out, for the pool of numbers): the longest time between two successes around the fault. With <c>RELEVO_DOWNTIMES</c>: so many repetitions, and
/// the times that are allowed, strictly.
/// </summary>
public sealed class DowntimeTests(ITestOutputHelper output)
{
    private const double Rate = 500;
    private const int UsualRounds = 2;
    private const int Lenience = 3; // a machine that stands still for a second or two is no downtime of ours; the longer run is strict
    private static readonly int Rounds = Options.Number("RELEVO_DOWNTIMES", UsualRounds);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The process is killed and started again: the time without a delivery.</summary>
    [Fact]
    public async Task Queue_ProcessKilled_IsBackWithinFiveSeconds()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        await using var sender = Begin(rig);
        await JudgeAsync("queue, process killed", TimeSpan.FromSeconds(5), () => Longest(rig.Application.Deliveries.Where(each => each.Accepted).Select(each => each.Answered)), async () =>
        {
            await rig.KillAsync();
            await rig.StartAsync();
        });
        await EndAsync(rig, sender);
    }

    /// <summary>A sync fails once, and the store opens its files anew: the time without an accepted webhook.</summary>
    [SkippableFact]
    public async Task Database_SyncFails_IsBackWithinTenSeconds()
    {
        Skip.If(Strace.WhyNot is not null, Strace.WhyNot);
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        await using var sender = Begin(rig);
        await JudgeAsync("database, a sync failed", TimeSpan.FromSeconds(10), () => Longest(rig.History.AttemptsSince(0).Where(each => each.Status == 200).Select(each => each.End)), async () =>
        {
            var log = rig.Folder.File("sync");
            await using (await Strace.AttachAsync(rig.Gateway.Id, "fsync,fdatasync", "error=EIO:when=1", log))
            {
                await Wait.UntilAsync(() => File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal), "a sync failed");
            }
        });
        await EndAsync(rig, sender);
    }

    /// <summary>Everything in the cache is forgotten under load: the time for which it does not answer for itself.</summary>
    [Fact]
    public async Task Cache_Emptied_IsBackWithinTwoSeconds()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        await using var sender = Begin(rig);
        var good = new List<long>();
        using var polling = new CancellationTokenSource();
        var poller = PollAsync(rig, good, polling.Token);
        await JudgeAsync("cache, emptied", TimeSpan.FromSeconds(2), () => Longest([.. good]), async () =>
        {
            using var answer = await rig.Client.SendAsync(HttpMethod.Post, "/admin/restart-services", new JsonObject { ["component"] = "cache" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
        await polling.CancelAsync();
        await poller;
        await EndAsync(rig, sender);
    }

    /// <summary>One of three numbers is banned: the time without a send that its provider took.</summary>
    [Fact]
    public async Task LoadBalancer_NumberBanned_IsBackWithinThreeSeconds()
    {
        await using var rig = await SendRig.CreateAsync(["a", "b", "c"]);
        rig.Rig.Settings.With("LoadBalancer:Return:SlowStartSeconds", 0).With("LoadBalancer:Return:WeightRestSeconds", 0).With("LoadBalancer:Algorithm", "round-robin");
        await rig.Rig.StartAsync();
        await using var load = new SendLoad(rig.Sends, 200, 1);
        await rig.TakenAsync(50);
        await JudgeAsync("load balancer, a number banned", TimeSpan.FromSeconds(3), () => Longest(rig.Taken.Select(send => send.Utc.UtcTicks), TimeSpan.TicksPerSecond), async () =>
        {
            rig.Sandbox.Script.Put(new SandboxRule { Name = "ban", Number = SendRig.KeyOf(0), MetaCode = 131031 });
            await Wait.UntilAsync(async () => (await rig.NumberAsync("a"))["status"]!.GetValue<string>() == "down", "it is left out", context: rig.Story);
            rig.Sandbox.Script.Remove("ban");
            await rig.ActAsync("a", "resume");
        });
        await load.StopAsync();
        await rig.TakenAsync(load.Sent);
        output.WriteLine($"{rig.Taken.Count} of {load.Sent} sends taken in the end");
        await rig.BalancedAsync();
    }

    private static MetaSender Begin(Rig rig)
    {
        var sender = rig.NewSender(new MetaSenderOptions { Rate = Rate, Conversations = 500, Connections = 128 });
        sender.Start();
        return sender;
    }

    private async Task JudgeAsync(string what, TimeSpan allowed, Func<TimeSpan> longest, Func<Task> fault)
    {
        await Wait.ScheduleAsync(Before);
        for (var round = 0; round < Rounds; round++)
        {
            await fault();
            await Wait.ScheduleAsync(After);
        }

        var away = longest();
        output.WriteLine($"{what}, {Rounds} times: away for at most {away.TotalSeconds:0.00} s, {allowed.TotalSeconds:0} s allowed");
        Assert.True(away < (Rounds > UsualRounds ? allowed : Lenience * allowed), $"{what}: away for {away.TotalSeconds:0.00} s.");
    }

    private async Task EndAsync(Rig rig, MetaSender sender)
    {
        await sender.FinishAsync();
        var attempts = rig.History.AttemptsSince(0);
        var answers = rig.UndisturbedSince(0).Where(each => each.Status != 0).Select(each => each.Took).Order().ToList();
        var seconds = Stopwatch.GetElapsedTime(attempts.Min(each => each.End), attempts.Max(each => each.End)).TotalSeconds;
        output.WriteLine(FormattableString.Invariant(
            $"{100.0 * attempts.Count(each => each.Status == 200) / attempts.Count:0.0} % of {attempts.Count} attempts taken, {rig.History.AcceptedCount} of {rig.History.Events.Count} webhooks in the end, {rig.History.AcceptedCount / seconds:0}/s over {seconds:0} s, answers p99 {answers[(int)(answers.Count * 0.99)].TotalMilliseconds:0} ms"));
        Assert.Equal(rig.History.Events.Count, rig.History.AcceptedCount);
        await rig.AssertCleanAsync();
    }

    private static async Task PollAsync(Rig rig, List<long> good, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await rig.Client.StatusAsync("/health/cache") == 200)
            {
                good.Add(Stopwatch.GetTimestamp());
            }

            await Wait.ScheduleAsync(Poll, CancellationToken.None);
        }
    }

    private static TimeSpan Longest(IEnumerable<long> successes) => Longest(successes, Stopwatch.Frequency);

    private static TimeSpan Longest(IEnumerable<long> successes, long ticksPerSecond)
    {
        var times = successes.Order().ToList();
        Assert.True(times.Count > 20, "Too few successes to prove anything.");
        return TimeSpan.FromSeconds((double)times.Zip(times.Skip(1), (one, next) => next - one).Max() / ticksPerSecond);
    }
}
