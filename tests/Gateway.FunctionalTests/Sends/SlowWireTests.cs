using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Relevo.Gateway.FunctionalTests.Harness;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>N01: latency, jitter and stalls between gateway and provider cost time, and neither messages nor their order nor numbers.</summary>
public sealed class SlowWireTests(ITestOutputHelper output)
{
    private const int Contacts = 80;
    private const int Each = 6;
    private const int FewestStalls = 5;
    private static readonly string[] Names = ["a", "b", "c", "d"];

    /// <summary>Between two messages of a contact: longer than most calls take, so that the wire is measured and not a line of one's own.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest way is 2.9 s: a call of 2.1 s before it in the conversation holds a message up for 1.1 s beyond the pause, then
    /// come 300 ms of way and a stall of 1.5 s.
    /// </summary>
    private static readonly TimeSpan Insisted = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _answered = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _ids = [];

    [Fact]
    public async Task N01_WireDelaysAndStalls_SendsOnceInOrderAndLeavesNoNumberOut()
    {
        output.WriteLine($"seed {Options.Seed}");
        await using var rig = await SendRig.CreateAsync(Names);
        await using var wire = new TcpProxy(TcpProxy.Listen(IPAddress.Loopback), new IPEndPoint(IPAddress.Loopback, rig.Sandbox.Url.Port), Wire());
        foreach (var name in Names)
        {
            rig.Rig.Settings.With($"Numbers:{name}:BaseUrl", wire.Url.ToString());
        }

        rig.Rig.Settings.With("ProviderCalls:ConnectionLifetimeSeconds", 1) // many connections, so that 5 % of them are some
            .With("LoadBalancer:Outliers:EjectSeconds", 300); // a number that was left out would still be so at the end
        await rig.Rig.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Contacts).Select(contact => WriteAsync(rig.Sends, contact)));
        await rig.TakenAsync(Contacts * Each);
        foreach (var id in _ids)
        {
            await rig.BecomesAsync(id, "read");
        }

        await JudgeAsync(rig, wire);
    }

    /// <summary>
    /// A stall is 1.5 s: with 300 ms of way before and after it the call is answered after 2.1 s, and only after 2.5 s without
    /// an answer a number counts as hanging. So no number may be left out for it.
    /// </summary>
    private static TcpProxyOptions Wire() => new()
    {
        Delay = TimeSpan.FromMilliseconds(200),
        Jitter = TimeSpan.FromMilliseconds(100),
        StallEvery = 20,
        Stall = TimeSpan.FromSeconds(1.5),
        Seed = Options.Seed,
    };

    private async Task WriteAsync(SendClient client, int contact)
    {
        for (var n = 0; n < Each; n++)
        {
            var text = $"{contact}:{n}";
            _ids.Add(await client.SendAsync(SendRig.Text(contact, text), text));
            _answered[text] = TimeProvider.System.GetUtcNow();
            await Wait.ScheduleAsync(Pause);
        }
    }

    private async Task JudgeAsync(SendRig rig, TcpProxy wire)
    {
        var taken = rig.Taken;
        var ways = taken.Select(send => (send.Utc - _answered[send.Text!]).TotalMilliseconds).Order().ToList();
        var p99 = ways[(int)Math.Ceiling(0.99 * ways.Count) - 1];
        output.WriteLine($"{taken.Count} taken over {taken.DistinctBy(send => send.NumberKey).Count()} numbers; {wire.Stalls} of {wire.Connections} connections stalled");
        output.WriteLine($"from the API's answer to the provider: median {ways[ways.Count / 2]:0} ms, p99 {p99:0} ms, longest {ways[^1]:0} ms");
        Assert.True(wire.Stalls >= FewestStalls, $"Only {wire.Stalls} of {wire.Connections} connections stalled: that proves nothing.");
        Assert.Equal(_ids.Count, rig.Sandbox.Sends.Count); // not a single call was repeated or refused
        Assert.Equal(_answered.Keys.Order(StringComparer.Ordinal), taken.Select(send => send.Text!).Order(StringComparer.Ordinal));
        Assert.All(taken.GroupBy(send => send.Recipient), contact => Assert.Equal(Enumerable.Range(0, Each), contact.OrderBy(send => send.Sequence).Select(send => PlaceOf(send.Text!))));
        Assert.True(p99 <= Insisted.TotalMilliseconds, $"p99 {p99:0} ms\n{rig.Story()}");
        foreach (var name in Names)
        {
            Assert.Equal("usable", (await rig.NumberAsync(name))["status"]!.GetValue<string>());
        }

        Assert.Empty(await rig.Rig.Client.DeadLettersAsync());
        await rig.BalancedAsync();
    }

    private static int PlaceOf(string text) => int.Parse(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
}
