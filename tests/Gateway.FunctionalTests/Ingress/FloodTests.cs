using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I18: whoever cannot sign costs a hash and nothing else.</summary>
public sealed class FloodTests(ITestOutputHelper output)
{
    [Fact]
    public async Task I18_UnauthenticatedFlood_LeavesNoTraceAndHonestTrafficFlows()
    {
        var seconds = TimeSpan.FromSeconds(Options.Number("RELEVO_FLOOD_SECONDS", 5));
        await using var rig = await Rig.StartedAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 100 });
        using var webhooks = new Webhooks(rig.Url);
        var forged = MetaBody.Message("wamid.forged", "15560000050", new string('x', 1000));
        var signature = MetaBody.Sign(forged, "a guess");
        sender.Start();
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count > 10, "deliveries flow");
        var lines = rig.Gateway.Output.Total;
        var begin = Stopwatch.GetTimestamp();
        var floods = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(begin) < seconds; count++)
            {
                var answer = await webhooks.PostAsync(forged, signature);
                Assert.True(answer.Status == 401, answer.ToString());
            }

            return count;
        }));
        await sender.FinishAsync();

        var written = rig.Gateway.Output.Total - lines;
        var honest = rig.UndisturbedSince(begin);
        var late = honest.Select(attempt => attempt.Took).Order().ElementAt((int)(honest.Count * 0.9));
        output.WriteLine($"{floods.Sum() / seconds.TotalSeconds:0} forged/s, {written} lines of log; honest: {honest.Count}, p90 {late.TotalMilliseconds:0} ms");
        Assert.True(floods.Sum() > 1000, "Too little flood to prove anything.");
        Assert.True(written < 100, $"{written} lines were written:\n{rig.Gateway.Output}");
        Assert.True(honest.Count(attempt => attempt.Status == 200) >= 0.9 * honest.Count, "Honest requests were refused.");
        Assert.True(late < TimeSpan.FromSeconds(1), $"Honest requests took {late.TotalSeconds:0.00} s.");
        await rig.AssertCleanAsync();
        Assert.Empty(rig.Application.Of("wamid.forged"));
        Assert.Empty(await rig.Client.DeadLettersAsync());
    }
}
