using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Crash;

/// <summary>P01, P10: kill -9 at any moment loses nothing, whether the gateway works or is just starting.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>With <c>RELEVO_KILLS</c>: as many kills as wanted.</summary>
    [Fact]
    public async Task P01_KilledAtRandomTimesUnderLoad_LosesNothing()
    {
        var kills = Options.Number("RELEVO_KILLS", 20);
        var random = new Random(Options.Seed);
        output.WriteLine($"seed {Options.Seed}, {kills} kills");
        await using var rig = await Rig.StartedAsync(Quick, (ulong)Options.Seed);
        rig.Application.Behaviour = _ => Sometimes(random);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 250, Conversations = 150 });
        sender.Start();
        for (var kill = 0; kill < kills; kill++)
        {
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(0.05 + (random.NextDouble() * 1.95)));
            await rig.KillAsync();
            await rig.StartAsync();
        }

        await sender.FinishAsync();
        var verdict = await rig.AssertCleanAsync(TimeSpan.FromSeconds(90));
        output.WriteLine(verdict.ToString());
        Assert.Empty(await rig.Client.DeadLettersAsync()); // None of them killed anybody.
        Assert.True(verdict.Accepted >= 0.9 * verdict.Sent && verdict.Accepted > 100 * kills, $"Too little load to prove anything: {verdict}");
    }

    [Fact]
    public async Task P10_KilledOverAndOverDuringStart_LosesNothing()
    {
        const int Kills = 20;
        await using var rig = await Rig.StartedAsync(Quick);
        await rig.Application.StopAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 400, Conversations = 50 });
        sender.Start();
        await Wait.UntilAsync(() => rig.History.AcceptedCount > 500, "a backlog of 500 events");
        await rig.KillAsync();

        var start = Stopwatch.GetTimestamp();
        await rig.StartAsync();
        var toReady = Stopwatch.GetElapsedTime(start);
        for (var kill = 0; kill < Kills; kill++)
        {
            await rig.KillAsync();
            rig.Launch();
            var moment = TimeSpan.FromMilliseconds(100) + (toReady * ((double)kill / Kills));
            await Wait.ScheduleAsync(moment);
        }

        await rig.KillAsync();
        await rig.Application.StartAsync();
        await rig.StartAsync();
        await sender.FinishAsync();
        output.WriteLine($"start to ready {toReady.TotalMilliseconds:0} ms; {await rig.AssertCleanAsync()}");
        Assert.Empty(await rig.Client.DeadLettersAsync()); // None of them killed anybody.
    }

    internal static Settings Quick(Settings settings) => settings
        .With("Delivery:FirstPauseSeconds", 0.05)
        .With("Delivery:LongestPauseSeconds", 0.5)
        .With("Delivery:ProbeFirstSeconds", 0.05)
        .With("Delivery:ProbeLongestSeconds", 0.5);

    /// <summary>Takes up to 20 ms, so that kills find something in flight, and fails now and then.</summary>
    internal static Answer Sometimes(Random random)
    {
        int luck, milliseconds;
        lock (random)
        {
            (luck, milliseconds) = (random.Next(200), random.Next(20));
        }

        return new Answer
        {
            Status = luck == 0 ? 500 : 200,
            Reset = luck == 1,
            After = Wait.ScheduleAsync(TimeSpan.FromMilliseconds(milliseconds)),
        };
    }
}
