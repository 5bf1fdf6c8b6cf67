using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Crash;

/// <summary>P04: a graceful stop finishes what it has in hand and repeats nothing afterwards.</summary>
public sealed class StopTests(ITestOutputHelper output)
{
    [Fact]
    public async Task P04_StoppedUnderLoad_LosesAndRepeatsNothing()
    {
        var random = new Random(1);
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => KillTests.Sometimes(random);
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 250, Conversations = 100 });
        sender.Start();
        for (var stop = 0; stop < 3; stop++)
        {
            var enough = rig.Application.Deliveries.Count + 250;
            await Wait.UntilAsync(() => rig.Application.Deliveries.Count > enough, "deliveries flow", context: () => rig.Gateway.Output.ToString());
            var begin = Stopwatch.GetTimestamp();
            Assert.Equal(0, await rig.StopAsync());
            var took = Stopwatch.GetElapsedTime(begin);
            output.WriteLine($"stopped in {took.TotalMilliseconds:0} ms");
            Assert.True(took < TimeSpan.FromSeconds(5), $"The stop took {took.TotalSeconds:0.0} s.\n{rig.Gateway.Output}");
            await rig.StartAsync();
        }

        await sender.FinishAsync();
        Assert.Equal(0, (await rig.AssertCleanAsync()).Duplicates);
    }

    [Fact]
    public async Task P04_StoppedWhileTheApplicationHangs_EndsInTimeAndLosesNothing()
    {
        var end = new TaskCompletionSource();
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings.With("Gateway:StopSeconds", 2)));
        rig.Application.Behaviour = _ => Answer.Hang(end.Task);
        await using var sender = rig.NewSender();
        for (var conversation = 0; conversation < 10; conversation++)
        {
            await sender.SendAsync(conversation);
        }

        await Wait.UntilAsync(() => rig.Application.UnderWay > 0, "the application hangs");
        var begin = Stopwatch.GetTimestamp();
        Assert.Equal(0, await rig.StopAsync());
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(7), rig.Gateway.Output.ToString());
        rig.Application.Behaviour = _ => Answer.Ok;
        end.SetResult();
        await rig.StartAsync();
        await rig.AssertCleanAsync();
    }
}
