using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>Every primary is called too fast at once: the backups take over, and the primaries come back without a rush.</summary>
public sealed class ThrottledPoolTests(ITestOutputHelper output)
{
    private const int Rate = 40;
    private const int Burst = 5;
    private const string Fault = "busy";

    [Fact]
    public async Task AllPrimariesThrottled_BackupsTakeOver_AndNothingRushesAfterwards()
    {
        await using var rig = await SendRig.CreateAsync(["a", "b", "c", "d"]);
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            rig.Rig.Settings.With($"Numbers:{name}:MessagesPerSecond", Rate).With($"Numbers:{name}:Burst", Burst);
        }

        rig.Rig.Settings.With("Numbers:c:Role", "backup").With("Numbers:d:Role", "backup").With("LoadBalancer:Algorithm", "round-robin").With("LoadBalancer:MaxLineSeconds", 1);
        await rig.Rig.StartAsync();
        await using var load = new SendLoad(rig.Sends, 30, 1);
        await CallsAsync(rig, 0, send => IsPrimary(send) && send.IsAccepted, 20);
        Assert.DoesNotContain(rig.Sandbox.Sends.Snapshot(), send => !IsPrimary(send));

        var from = rig.Sandbox.Sends.Count;
        foreach (var number in (int[])[0, 1])
        {
            rig.Sandbox.Script.Add(new SandboxRule { Name = Fault, Number = SendRig.KeyOf(number), Throttle = true, RetryAfter = "2" });
        }

        await CallsAsync(rig, from, send => !IsPrimary(send) && send.IsAccepted, 60);
        while (rig.Sandbox.Script.Remove(Fault))
        {
            // One rule for each number.
        }

        var healed = rig.Sandbox.Sends.Count;
        await CallsAsync(rig, healed, send => IsPrimary(send) && send.IsAccepted, 40);
        await load.StopAsync();
        await rig.TakenAsync(load.Sent);
        await JudgeAsync(rig, load.Sent, from);
    }

    private async Task JudgeAsync(SendRig rig, int sent, long from)
    {
        var refused = rig.Sandbox.Sends.Snapshot().Where(send => send.Sequence > from && send.Status == 429).ToList();
        var most = rig.Sandbox.Sends.Snapshot().GroupBy(send => send.NumberKey).Max(MostInASecond);
        output.WriteLine($"{sent} sends, {refused.Count} refused, most in a second of one number {most}");
        Assert.Equal(sent, rig.Taken.Count);
        Assert.Empty(await rig.Rig.Client.DeadLettersAsync());
        Assert.True(most <= 1.5 * (Rate + Burst), $"{most} in a second"); // Calls that set out in turn may arrive closer together on a busy machine.
        foreach (var number in refused.GroupBy(send => send.NumberKey))
        {
            var rests = number.Zip(number.Skip(1), (one, next) => (next.Utc - one.Utc).TotalSeconds).Where(gap => gap > 1).ToList();
            output.WriteLine($"{number.Key}: rests of {string.Join(' ', rests.Select(rest => $"{rest:0.0}"))} s");
            Assert.All(rests, rest => Assert.True(rest >= 1.9, $"{rest} s")); // The provider asked for two.
        }

        await rig.BalancedAsync();
    }

    private static bool IsPrimary(SandboxSend send) => send.NumberKey == SendRig.KeyOf(0) || send.NumberKey == SendRig.KeyOf(1);

    private static int MostInASecond(IEnumerable<SandboxSend> sends)
    {
        var times = sends.Select(send => send.Utc).ToList();
        return Enumerable.Range(0, times.Count).Max(first => times.Skip(first).TakeWhile(time => time - times[first] < TimeSpan.FromSeconds(1)).Count());
    }

    private static async Task CallsAsync(SendRig rig, long from, Func<SandboxSend, bool> fits, int count) =>
        await rig.Sandbox.Sends.WaitForAsync(send => send.Sequence > from && fits(send), count, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
}
