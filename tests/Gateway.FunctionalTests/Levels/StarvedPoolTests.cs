using System.Diagnostics;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>R02: work that never ends takes the threads of the pool, as a resolver or a library that blocks would.</summary>
public sealed class StarvedPoolTests(ITestOutputHelper output)
{
    private const int Blocking = 200;
    private const string End = "end";
    private const string Cause = "for a thread of the pool";
    private const int Lenience = 3; // a machine that others use as well; without the protection it is more than ten seconds
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(8);
    private const int LenienceToDetect = 5; // told over HTTP, by the same process
    private static readonly TimeSpan MostToDetect = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostToAnswer = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task R02_TwoHundredPiecesOfWorkBlock_IsToldWithinTwoSecondsAndAnswersStayFast()
    {
        await using var rig = await CreateAsync();
        await rig.StartAsync();
        await using var sender = Begin(rig);
        await Wait.ScheduleAsync(Before);
        var begin = Stopwatch.GetTimestamp();
        await rig.Gateway.TellAsync($"{Blocking}");
        var isAlive = rig.Client.StatusAsync("/health/live");
        await Wait.UntilAsync(async () => (await HealthAsync(rig)).Contains(Cause, StringComparison.Ordinal), "it is told", context: rig.Gateway.Output.ToString);
        var detected = Stopwatch.GetElapsedTime(begin);
        Assert.Equal(200, await isAlive);
        await Wait.ScheduleAsync(After);
        var slow = rig.UndisturbedSince(begin).Select(attempt => attempt.Took).Order().ToList();
        await rig.Gateway.TellAsync(End);
        await sender.FinishAsync();

        var p99 = slow[(int)(slow.Count * 0.99)];
        output.WriteLine($"told after {detected.TotalSeconds:0.00} s, answers p99 {p99.TotalMilliseconds:0} ms, slowest {slow[^1].TotalMilliseconds:0} ms, of {slow.Count}");
        Assert.True(detected < LenienceToDetect * MostToDetect, $"Told after {detected.TotalSeconds:0.00} s.");
        Assert.True(p99 < Lenience * MostToAnswer, $"p99 of answers: {p99.TotalSeconds:0.00} s.");
        rig.AssertNoneRefused();
        await rig.AssertCleanAsync();
    }

    /// <summary>The pool may not grow, so nothing runs on it at all: that is said, the store keeps what it has, and all goes on afterwards.</summary>
    [Fact]
    public async Task R02_EveryThreadThatMayBeIsBlocked_IsToldAndNothingIsLost()
    {
        await using var rig = (await CreateAsync()).WithEnvironment("DOTNET_ThreadPool_ForceMaxWorkerThreads", "8");
        await rig.StartAsync();
        await using var sender = Begin(rig);
        await Wait.ScheduleAsync(Before);
        var begin = Stopwatch.GetTimestamp();
        await rig.Gateway.TellAsync($"{Blocking}");
        await Wait.UntilAsync(() => rig.Gateway.Output.ToString().Contains(Cause, StringComparison.Ordinal), "it is told", context: rig.Gateway.Output.ToString);
        var detected = Stopwatch.GetElapsedTime(begin);
        await rig.Gateway.TellAsync(End);
        await Wait.UntilAsync(async () => await rig.Client.StatusAsync("/health/live") == 200, "it is alive");
        await sender.FinishAsync();

        output.WriteLine($"told after {detected.TotalSeconds:0.00} s");
        Assert.True(detected < LenienceToDetect * MostToDetect, $"Told after {detected.TotalSeconds:0.00} s.");
        Assert.Equal(rig.History.Events.Count, rig.History.AcceptedCount);
        await rig.AssertCleanAsync();
    }

    private static async Task<Rig> CreateAsync()
    {
        var rig = await Rig.CreateAsync();
        KillTests.Quick(rig.Settings).With("Health:QuietSeconds", 1);
        return rig.WithEnvironment("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location);
    }

    private static MetaSender Begin(Rig rig)
    {
        var sender = rig.NewSender(new MetaSenderOptions { Rate = 200, Conversations = 200 });
        sender.Start();
        return sender;
    }

    private static async Task<string> HealthAsync(Rig rig)
    {
        using var answer = await rig.Client.SendAsync(HttpMethod.Get, "/health", key: null);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.ToJsonString();
    }
}
