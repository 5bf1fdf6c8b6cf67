using System.Globalization;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>What is to be sent later leaves at its time, never before, and a killed process changes nothing about it.</summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    private const int Messages = 20;

    /// <summary>A second is promised; a busy machine gets two.</summary>
    private static readonly TimeSpan Insisted = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scheduled_KilledBeforeItsTimeOrNot_LeavesAtItsTime(bool killed)
    {
        await using var rig = await SendRig.CreateAsync(["a", "b"]);
        await rig.Rig.StartAsync();
        var begin = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(killed ? 8 : 5);
        var due = Enumerable.Range(0, Messages).ToDictionary(n => $"{n}", n => begin + TimeSpan.FromMilliseconds(100 * n), StringComparer.Ordinal);
        foreach (var (text, time) in due)
        {
            var message = SendRig.Text(int.Parse(text, CultureInfo.InvariantCulture), text);
            message["scheduledFor"] = time.ToString("O", CultureInfo.InvariantCulture);
            await rig.Sends.SendAsync(message, path: "/api/queue/schedule");
        }

        if (killed)
        {
            await rig.Rig.KillAsync();
            await rig.Rig.StartAsync();
        }

        var ready = TimeProvider.System.GetUtcNow();
        await rig.TakenAsync(Messages);
        var late = rig.Taken.Select(send => send.Utc - Later(due[send.Text!], ready)).ToList();
        var early = rig.Taken.Min(send => send.Utc - due[send.Text!]);
        output.WriteLine($"ready {(ready - begin).TotalSeconds:0.0} s after the first time; latest {late.Max().TotalMilliseconds:0} ms, earliest {early.TotalMilliseconds:0} ms after its time");
        Assert.Equal(Messages, rig.Taken.Count);
        Assert.True(early >= TimeSpan.FromMilliseconds(-1), $"{early.TotalMilliseconds} ms"); // Times are kept in whole milliseconds.
        Assert.True(late.Max() <= Insisted, $"{late.Max().TotalMilliseconds} ms\n{rig.Story()}");
        await rig.BalancedAsync();
    }

    /// <summary>While the gateway was not there nothing could leave.</summary>
    private static DateTimeOffset Later(DateTimeOffset due, DateTimeOffset ready) => due > ready ? due : ready;
}
