using System.Globalization;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>U01: a number that begins to fail is left alone at once, by the provider's own clock.</summary>
public sealed class FailingNumberTests(ITestOutputHelper output)
{
    private const string Fault = "fault";
    private static readonly string[] Names = ["a", "b", "c", "d"];

    /// <summary>What is promised, and what a test on a busy machine insists on.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Insisted = 2 * Promised;
    private static readonly TimeSpan InsistedOfHangs = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task U01_NumberBeginsToAnswer500_IsLeftAloneAtOnce() =>
        await JudgeAsync(6, number => new SandboxRule { Name = Fault, Number = number, Status = 500 }, call => call.Status == 500, Insisted);

    [Fact]
    public async Task U01_NumberIsBanned_IsLeftAloneAtOnce() =>
        await JudgeAsync(6, number => new SandboxRule { Name = Fault, Number = number, MetaCode = 131031 }, call => call.ErrorCode == "131031", Insisted);

    [Fact]
    public async Task U01_NumberHangs_IsLeftAloneWithinThreeSeconds() =>
        await JudgeAsync(2, number => new SandboxRule { Name = Fault, Number = number, Fault = SandboxFault.Hang }, call => call.Fault == SandboxFault.Hang, InsistedOfHangs);

    private async Task JudgeAsync(int rounds, Func<string, SandboxRule> fault, Func<SandboxSend, bool> failed, TimeSpan limit)
    {
        await using var rig = await SendRig.CreateAsync(Names);
        rig.Rig.Settings.With("LoadBalancer:Outliers:EjectSeconds", 600).With("LoadBalancer:Outliers:MaxEjectSeconds", 600)
            .With("LoadBalancer:Return:DownSeconds", 600).With("LoadBalancer:Return:SlowStartSeconds", 0).With("LoadBalancer:Return:WeightRestSeconds", 0)
            .With("LoadBalancer:Algorithm", "round-robin").With("Sending:UnknownWaitSeconds", 1);
        await rig.Rig.StartAsync();
        await using var load = new SendLoad(rig.Sends, 200, 1);
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            times.Add(await RoundAsync(rig, round % Names.Length, fault, failed));
        }

        await load.StopAsync();
        times.Sort();
        output.WriteLine($"last call after the first failure, ms: {string.Join(' ', times.Select(time => time.ToString("0", CultureInfo.InvariantCulture)))}");
        Assert.True(times[^1] <= limit.TotalMilliseconds, $"{times[^1]:0} ms\n{rig.Story()}");
        await rig.BalancedAsync();
    }

    /// <summary>Lets a number fail under load until it is left out, then heals it; how long it was called after its first failure.</summary>
    private static async Task<double> RoundAsync(SendRig rig, int victim, Func<string, SandboxRule> fault, Func<SandboxSend, bool> failed)
    {
        var key = SendRig.KeyOf(victim);
        var from = rig.Sandbox.Sends.Count;
        await CalledAsync(rig, key, from); // It works, and has load.
        from = rig.Sandbox.Sends.Count;
        rig.Sandbox.Script.Put(fault(key));
        await Wait.UntilAsync(async () => (await rig.NumberAsync(Names[victim]))["status"]!.GetValue<string>() is "ejected" or "down", "it is left out", context: rig.Story);
        var others = rig.Sandbox.Sends.Count;
        await rig.Sandbox.Sends.WaitForAsync(others + 200, CancellationToken.None).WaitAsync(Wait.Generous); // Load goes on, so that late calls would show.
        var calls = rig.Sandbox.Sends.Snapshot().Where(call => call.NumberKey == key && call.Sequence > from).ToList();
        rig.Sandbox.Script.Remove(Fault);
        await rig.ActAsync(Names[victim], "resume");
        return (calls[^1].Utc - calls.First(failed).Utc).TotalMilliseconds;
    }

    private static async Task CalledAsync(SendRig rig, string key, long from) =>
        await rig.Sandbox.Sends.WaitForAsync(call => call.Sequence > from && call.NumberKey == key && call.IsAccepted, 15, CancellationToken.None).WaitAsync(Wait.Generous);
}
