using System.Diagnostics;
using System.Text;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I13: connections that dawdle are cut, and honest traffic does not notice them.</summary>
public sealed class SlowTests(ITestOutputHelper output)
{
    private const int Attackers = 300;
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(12); // Ten seconds, and some for a busy machine.

    [Fact]
    public async Task I13_SlowHeadersSlowBodiesAndSilence_AreCutWhileHonestTrafficFlows()
    {
        await using var rig = await Rig.StartedAsync();
        await using var sender = rig.NewSender(new MetaSenderOptions { Rate = 100, Conversations = 100 });
        var body = MetaBody.Message("wamid.slow", "15560000030", new string('a', 100_000));
        var header = Encoding.ASCII.GetBytes("POST /webhooks/meta/main HTTP/1.1\r\nHost: x\r\nX-A: ");
        var bodyHead = RawConnection.Head(body, body.Length);
        sender.Start();
        var begin = Stopwatch.GetTimestamp();
        var attacks = Enumerable.Range(0, Attackers).Select(i => (i % 3) switch
        {
            0 => AttackAsync(rig, header, "a"u8.ToArray()),
            1 => AttackAsync(rig, bodyHead, body[..1]),
            _ => AttackAsync(rig, "P"u8.ToArray(), []),
        }).ToList();
        var cuts = await Task.WhenAll(attacks);
        output.WriteLine($"{cuts.Length} connections cut after {cuts.Min().TotalSeconds:0.0} to {cuts.Max().TotalSeconds:0.0} s");
        Assert.All(cuts, cut => Assert.True(cut < CutWithin, $"An attacker stayed for {cut.TotalSeconds:0.0} s."));

        await sender.FinishAsync();
        var times = rig.UndisturbedSince(begin).Select(attempt => attempt.Took).Order().ToList();
        var late = times[(int)(times.Count * 0.9)]; // a machine that stands still for a second is no attack
        output.WriteLine($"{times.Count} honest requests, p90 {late.TotalMilliseconds:0} ms, p99 {times[(int)(times.Count * 0.99)].TotalMilliseconds:0} ms");
        Assert.True(late < TimeSpan.FromSeconds(1), $"Honest requests took {late.TotalSeconds:0.0} s.");
        rig.AssertNoneRefused();
        await rig.AssertCleanAsync();
        Assert.Empty(rig.Application.Of("wamid.slow"));
    }

    /// <summary>A reader that takes nothing must not hold the gateway's memory or its answers to others.</summary>
    [Fact]
    public async Task I13_SlowReaders_DisturbNobody()
    {
        await using var rig = await Rig.StartedAsync();
        var connections = new List<RawConnection>();
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 200)));
        for (var i = 0; i < 100; i++)
        {
            var connection = await RawConnection.OpenAsync(rig.Client.Url);
            connections.Add(connection);
            _ = connection.TrySendAsync(requests); // And never reads an answer.
        }

        await using var sender = rig.NewSender();
        for (var i = 0; i < 100; i++)
        {
            await sender.SendAsync(i);
        }

        rig.AssertNoneRefused();
        await rig.AssertCleanAsync();
        connections.ForEach(connection => connection.Dispose());
    }

    /// <summary>Sends a start, then one byte a second; how long it was allowed to.</summary>
    private static async Task<TimeSpan> AttackAsync(Rig rig, byte[] start, byte[] drip)
    {
        using var connection = await RawConnection.OpenAsync(rig.Client.Url);
        var begin = Stopwatch.GetTimestamp();
        await connection.TrySendAsync(start);
        var reading = connection.ReadAsync(TimeSpan.FromSeconds(30));
        while (!reading.IsCompleted)
        {
            await Task.WhenAny(reading, Wait.ScheduleAsync(TimeSpan.FromSeconds(1)));
            if (drip.Length > 0 && !reading.IsCompleted)
            {
                await connection.TrySendAsync(drip);
            }
        }

        Assert.True((await reading).Closed);
        return Stopwatch.GetElapsedTime(begin);
    }
}
