using System.Globalization;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>A number never goes faster than it may, by the provider's own clock, and is used nearly as fast.</summary>
public sealed class PacingTests(ITestOutputHelper output)
{
    private const int Rate = 20;
    private const int Burst = 3;
    private const int Messages = 160;
    private const int Stretch = 40;

    [Fact]
    public async Task Pacing_ManySendsAtOnce_KeepsTheRateAndUsesIt()
    {
        await using var rig = await SendRig.CreateAsync(["a"]);
        rig.Rig.Settings.With("Numbers:a:MessagesPerSecond", Rate).With("Numbers:a:Burst", Burst);
        await rig.Rig.StartAsync();
        List<string> ids = [];
        for (var first = 0; first < Messages; first += Messages / 2)
        {
            ids.AddRange(await rig.Sends.BulkAsync(Enumerable.Range(first, Messages / 2).Select(contact => SendRig.Text(contact, $"{contact}"))));
        }

        await rig.TakenAsync(Messages);
        var calls = rig.Sandbox.Sends.Snapshot();
        var times = calls.Select(call => call.Utc).ToList();
        var most = Enumerable.Range(0, times.Count).Max(first => times.Skip(first).TakeWhile(time => time - times[first] < TimeSpan.FromSeconds(1)).Count());
        var best = Enumerable.Range(0, times.Count - Stretch).Max(first => Stretch / (times[first + Stretch] - times[first]).TotalSeconds);
        var slowest = await SlowestWayAsync(rig, ids);
        output.WriteLine($"most in a second {most}, {(times.Count - 1) / (times[^1] - times[0]).TotalSeconds:0.00} per second over all, {best:0.00} in the best stretch, slowest way {slowest.TotalMilliseconds:0} ms");
        Assert.Equal(Messages, calls.Count);
        Assert.True(most <= Math.Floor(Rate + Burst + (Rate * slowest.TotalSeconds)), $"{most} in a second; slowest way {slowest.TotalMilliseconds:0} ms");
        Assert.True(best >= 0.9 * Rate, $"{best:0.00} per second");
        await rig.BalancedAsync();
    }

    [Fact]
    public async Task DayLimit_KilledInBetween_IsNeverExceeded()
    {
        const int PerDay = 30;
        await using var rig = await SendRig.CreateAsync(["a"]);
        rig.Rig.Settings.With("Numbers:a:MessagesPerSecond", 20).With("Numbers:a:Burst", 1).With("Numbers:a:MessagesPerDay", PerDay).With("Sending:UnknownWaitSeconds", 1);
        await rig.Rig.StartAsync();
        await rig.Sends.BulkAsync(Enumerable.Range(0, 2 * PerDay).Select(contact => SendRig.Text(contact, $"{contact}")));
        for (var kill = 1; kill <= 2; kill++)
        {
            await rig.Sandbox.Sends.WaitForAsync(kill * 8, CancellationToken.None).WaitAsync(Wait.Generous);
            await rig.Rig.KillAsync();
            await rig.Rig.StartAsync();
        }

        await Wait.UntilAsync(async () => (await rig.NumberAsync("a"))["leftToday"]!.GetValue<int>() == 0, "the day is used up", context: rig.Story);
        await Wait.ScheduleAsync(TimeSpan.FromSeconds(2)); // One that is too many would show.
        output.WriteLine($"{rig.Sandbox.Sends.Count} calls, {rig.Taken.Count} taken of {PerDay} per day");
        Assert.InRange(rig.Sandbox.Sends.Count, PerDay - 10, PerDay); // What was set aside at a kill may be lost, never used twice.
        await rig.BalancedAsync();
    }

    /// <summary>Longest time from a call's beginning to its arrival: by so much later ones may draw near to it on a busy machine.</summary>
    private static async Task<TimeSpan> SlowestWayAsync(SendRig rig, List<string> ids)
    {
        var arrived = rig.Taken.ToDictionary(send => send.CorrelationId![^26..], send => send.Utc, StringComparer.Ordinal);
        var slowest = TimeSpan.Zero;
        foreach (var id in ids)
        {
            var begun = (await rig.LookAsync(id))["history"]!.AsArray().First(entry => entry!["what"]!.GetValue<string>() == "attempt")!["atUtc"]!.GetValue<string>();
            var took = arrived[id] - DateTimeOffset.Parse(begun, CultureInfo.InvariantCulture);
            slowest = took > slowest ? took : slowest;
        }

        return slowest;
    }
}
