using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Levels;

/// <summary>An application that takes its time: workers are added, seen where they work, and at their most somebody is asked for machines.</summary>
public sealed class AutoscalingTests(ITestOutputHelper output)
{
    private const int Usual = 4;
    private const int Most = 16;
    private const int Events = 400;
    private const string Hook = "more-machines";
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(1);
    private int _peak;

    /// <summary>The workers that were added are taken away when nothing is left to do.</summary>
    [Fact]
    public async Task Scaling_WhileEventsWaitForWorkers_AddsThemAndAsksForMachinesAtTheirMost()
    {
        await using var rig = await Rig.CreateAsync();
        var file = rig.Folder.File("asked");
        Prepare(rig.Settings, "printf '%s %s: %s\\n' \"$1\" \"$2\" \"$RELEVO_REASON\" >> \"$0\"", file, "--by", "1");
        await rig.StartAsync();
        await FloodAsync(rig);
        await GrownAsync(rig);
        await Wait.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'), "machines are asked for", context: rig.Gateway.Output.ToString);
        Assert.Equal("--by 1: more machines are needed", File.ReadLines(file).First());
        Assert.DoesNotContain("autoscaling", await HealthAsync(rig), StringComparison.Ordinal);

        rig.Application.Behaviour = static _ => Answer.Ok;
        await Wait.UntilAsync(() => Says(rig, $"Workers: {Most} become {Usual}"), "they are taken away", context: rig.Gateway.Output.ToString);
        Assert.Equal(Most, Volatile.Read(ref _peak));
        output.WriteLine(string.Join('\n', rig.Gateway.Output.ToString().Split('\n').Where(line => line.Contains("ScalingLog", StringComparison.Ordinal) || line.Contains("utoscal", StringComparison.Ordinal))));
        Assert.Equal(0, (await rig.AssertCleanAsync(inFlightLimit: Most)).Duplicates);
    }

    /// <summary>Nobody could be asked: the gateway says that it can do no more, why, and no longer when it need not.</summary>
    [Fact]
    public async Task Scaling_WhenNobodyCanBeAskedForMachines_IsDegradedAndSaysWhy()
    {
        await using var rig = await Rig.CreateAsync();
        Prepare(rig.Settings, "echo no quota; exit 3", "hook");
        await rig.StartAsync();
        await rig.UntilLevelAsync("HEALTHY");
        await FloodAsync(rig);
        await GrownAsync(rig);
        await rig.UntilLevelAsync("DEGRADED");
        await Wait.UntilAsync(async () => (await HealthAsync(rig)).Contains($"the hook {Hook} failed", StringComparison.Ordinal), "it says why", context: rig.Gateway.Output.ToString);
        var health = await HealthAsync(rig);
        output.WriteLine(health);
        Assert.Contains($"it can do no more: {Most} workers", health, StringComparison.Ordinal);

        rig.Application.Behaviour = static _ => Answer.Ok;
        await rig.UntilLevelAsync("HEALTHY");
        Assert.DoesNotContain(Hook, await HealthAsync(rig), StringComparison.Ordinal);
        await rig.AssertCleanAsync(inFlightLimit: Most);
    }

    private static void Prepare(Settings settings, params string[] command) => KillTests.Quick(settings)
        .With("Health:QuietSeconds", 1)
        .With("Applications:default:Concurrency", Usual)
        .With("Playbooks:Enabled", false) // theirs would add workers as well
        .With("Playbooks:Commands:" + Hook, new JsonObject { ["File"] = "/bin/sh", ["Arguments"] = new JsonArray(["-c", .. command]) })
        .With("Scaling", new JsonObject
        {
            ["MaxWorkers"] = Most,
            ["OldestSeconds"] = 0.5,
            ["StepPercent"] = 300,
            ["UpSeconds"] = 1,
            ["DownSeconds"] = 1,
            ["StrictHours"] = 0,
            ["CpuPercent"] = 100,
            ["MoreMachines"] = Hook,
        });

    private async Task FloodAsync(Rig rig)
    {
        rig.Application.Behaviour = _ =>
        {
            _peak = Math.Max(Volatile.Read(ref _peak), rig.Application.UnderWay);
            return new Answer { After = Wait.ScheduleAsync(Work) };
        };
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = Events, Conversations = Events / 2 });
        sender.Start();
        await Wait.UntilAsync(() => rig.History.AcceptedCount >= Events, "a backlog");
        await sender.FinishAsync();
        Assert.Equal(Usual, Volatile.Read(ref _peak));
    }

    private Task GrownAsync(Rig rig) => Wait.UntilAsync(() => Volatile.Read(ref _peak) == Most, "workers are added", context: () => $"{_peak} at a time\n{rig.Gateway.Output}");

    private static bool Says(Rig rig, string words) => rig.Gateway.Output.ToString().Contains(words, StringComparison.Ordinal);

    private static async Task<string> HealthAsync(Rig rig)
    {
        using var answer = await rig.Client.SendAsync(HttpMethod.Get, "/health", key: null);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.ToJsonString();
    }
}
