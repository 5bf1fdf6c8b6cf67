using System.Diagnostics;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>R03: a fifth of the processors is left to the gateway, while as much comes in as before.</summary>
public sealed class StarvedProcessorTests(ITestOutputHelper output)
{
    private const int Loops = 4;
    private const int Left = 20; // percent
    private const int SecondsToJudge = 60;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly int Starved = Options.Number("RELEVO_STARVED_SECONDS", 10);
    private static readonly TimeSpan MostToAnswer = TimeSpan.FromSeconds(3);

    /// <summary>With <c>RELEVO_STARVED_SECONDS</c>: for longer; above a minute the level must say what is short.</summary>
    [Fact]
    public async Task R03_AFifthOfTheProcessorsIsLeft_WhatIsAcceptedIsAcceptedSoonAndNothingIsLost()
    {
        using var group = CpuGroup.TryCreate();
        await using var rig = await Rig.CreateAsync();
        KillTests.Quick(rig.Settings).With("Health:Vitals:CpuPercent", new JsonObject { ["Warning"] = 50, ["Critical"] = null });
        await rig.StartAsync(group?.Prefix);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 500, Conversations = 5000, Connections = 1000 });
        sender.Start();
        await Wait.ScheduleAsync(Before);
        var begin = Stopwatch.GetTimestamp();
        using (var loops = new BusyLoops(group is null ? Loops : 0))
        {
            group?.Allow(Left);
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(Starved));
            Assert.Equal(200, await rig.Client.StatusAsync("/health/live"));
            if (group is not null && Starved > SecondsToJudge)
            {
                Assert.Contains("of the processors that it may use", await HealthAsync(rig), StringComparison.Ordinal);
            }
        }

        var answers = rig.UndisturbedSince(begin);
        group?.Allow(100);
        await sender.FinishAsync();
        var accepted = answers.Where(attempt => attempt.Status == 200).Select(attempt => attempt.Took).Order().ToList();
        output.WriteLine(group is null ? $"{Loops} busy loops: {CpuGroup.WhyNot}" : $"{Left} % by quota");
        output.WriteLine($"{accepted.Count} accepted, {answers.Count - accepted.Count} not, of {rig.History.AttemptsSince(begin).Count}");
        output.WriteLine($"p50 {accepted[accepted.Count / 2].TotalMilliseconds:0} ms, p99 {accepted[(int)(accepted.Count * 0.99)].TotalMilliseconds:0} ms, slowest {accepted[^1].TotalMilliseconds:0} ms");
        Assert.True(accepted.Count > 500, "Too little load to prove anything.");
        Assert.True(accepted[(int)(accepted.Count * 0.99)] < MostToAnswer, rig.Gateway.Output.ToString());
        await rig.AssertCleanAsync();
    }

    private static async Task<string> HealthAsync(Rig rig)
    {
        using var answer = await rig.Client.SendAsync(HttpMethod.Get, "/health", key: null);
        return await answer.Content.ReadAsStringAsync();
    }
}
