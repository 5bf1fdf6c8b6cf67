using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>
/// N03: the provider of two numbers vanishes without a word, and every connection to it is half open. They are given up in
/// time, the numbers are left out, the others go on, and when it is back each message arrives.
/// </summary>
/// <remarks>
/// The sandbox listens on loopback alone, and is not widened for this. What stands in the other network is the listener of a
/// proxy before it: the connections of the gateway end in the kernel of that network and vanish with its address, while the
/// sandbox, its records and its webhooks stay within reach.
/// </remarks>
public sealed class VanishedPeerTests(ITestOutputHelper output)
{
    private const string Slow = "slow";
    private const int Some = 8;
    private const int Pooled = 6 * Some; // three times some of them get a call, the rest stays idle
    private static readonly string[] Vanishing = ["a", "b"];
    private static readonly string[] Staying = ["c", "d"];

    /// <summary>What is promised, and what a busy machine needs beside it.</summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeftOut = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    [SkippableFact]
    public async Task N03_PeerVanishesWithoutAWord_ConnectionsAreGivenUpAndNothingIsLost()
    {
        await using var peer = await NetworkNamespace.CreateAsync();
        Skip.If(peer is null, NetworkNamespace.WhyNot);
        await using var rig = await SendRig.CreateAsync([.. Vanishing, .. Staying]);
        await using var wire = new TcpProxy(await peer.ListenAsync(), new IPEndPoint(IPAddress.Loopback, rig.Sandbox.Url.Port), new TcpProxyOptions());
        await StartAsync(rig, wire.Url);
        await FillPoolAsync(rig, peer);
        var unanswered = await CallAsync(rig);
        await peer.VanishAsync();
        await SendAsync(rig, "void", 4000, Some, Vanishing); // into connections that nobody holds the other end of
        var begun = Stopwatch.GetTimestamp();

        await LeftOutAsync(rig, unanswered);
        await OthersGoOnAsync(rig);
        await GivenUpAsync(rig, peer, begun);
        await SendAsync(rig, "patient", 6000, Some, Vanishing); // of these numbers and no others: they wait

        await peer.ReturnAsync();
        var back = Stopwatch.GetTimestamp();
        await rig.TakenAsync(_ids.Count, TimeSpan.FromSeconds(90));
        output.WriteLine($"all {_ids.Count} taken {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after it was back");
        await JudgeAsync(rig);
    }

    /// <summary>A number is tried again after 15 s, and a call without an answer repeated after 25 s: when the peer is back, and then its numbers.</summary>
    private static async Task StartAsync(SendRig rig, Uri wire)
    {
        foreach (var name in Vanishing)
        {
            rig.Rig.Settings.With($"Numbers:{name}:BaseUrl", wire.ToString());
        }

        rig.Rig.Settings.With("LoadBalancer:Outliers:EjectSeconds", 15).With("LoadBalancer:Outliers:MaxEjectSeconds", 15).With("Sending:UnknownWaitSeconds", 20)
            .With("LoadBalancer:Return:SlowStartSeconds", 0).With("LoadBalancer:Return:WeightRestSeconds", 0).With("LoadBalancer:Receipts:MinPercent", 1);
        await rig.Rig.StartAsync();
    }

    /// <summary>Many calls at once, so that many connections are idle afterwards.</summary>
    private async Task FillPoolAsync(SendRig rig, NetworkNamespace peer)
    {
        rig.Sandbox.Script.Add(new SandboxRule { Name = Slow, Latency = TimeSpan.FromMilliseconds(500) });
        await SendAsync(rig, "first", 1000, Pooled, Vanishing);
        foreach (var id in _ids.Values)
        {
            await rig.BecomesAsync(id, "read");
        }

        rig.Sandbox.Script.Remove(Slow);
        var pooled = (await peer.ConnectionsAsync()).Count;
        output.WriteLine($"{pooled} connections are pooled");
        Assert.True(pooled >= 4 * Some, $"Only {pooled} connections: that proves nothing.");
    }

    /// <summary>Calls that have arrived, whose answers are still to leave: of one half receipts tell, of the other nothing does.</summary>
    /// <returns>When the first arrived.</returns>
    private async Task<DateTimeOffset> CallAsync(SendRig rig)
    {
        var latency = TimeSpan.FromSeconds(2);
        rig.Sandbox.Script.Add(new SandboxRule { Recipient = SendRig.Phone(2000)[..^2] + "*", Latency = latency });
        rig.Sandbox.Script.Add(new SandboxRule { Recipient = SendRig.Phone(3000)[..^2] + "*", Latency = latency, To = Some, Receipts = SandboxReceipts.None });
        await SendAsync(rig, "proven", 2000, Some, Vanishing);
        await SendAsync(rig, "unknown", 3000, Some, Vanishing);
        var calls = await rig.Sandbox.Sends.WaitForAsync(send => IsA(send, "proven") || IsA(send, "unknown"), 2 * Some, CancellationToken.None).WaitAsync(Wait.Generous);
        return calls.Min(call => call.Utc);
    }

    private async Task LeftOutAsync(SendRig rig, DateTimeOffset unanswered)
    {
        foreach (var name in Vanishing)
        {
            await Wait.UntilAsync(async () => (await rig.NumberAsync(name))["status"]!.GetValue<string>() == "ejected", $"{name} is left out", context: rig.Story);
        }

        var after = TimeProvider.System.GetUtcNow() - unanswered;
        output.WriteLine($"both numbers left out {after.TotalMilliseconds:0} ms after the first unanswered call");
        Assert.True(after <= LeftOut + Slack, $"{after.TotalMilliseconds:0} ms\n{rig.Story()}");
    }

    /// <summary>Customers who are no number's own go to the numbers that are left.</summary>
    private async Task OthersGoOnAsync(SendRig rig)
    {
        await SendAsync(rig, "other", 5000, Some);
        var others = await rig.Sandbox.Sends.WaitForAsync(send => IsA(send, "other"), Some, CancellationToken.None).WaitAsync(Wait.Generous);
        Assert.All(others, send => Assert.Contains(send.NumberKey, (string[])[SendRig.KeyOf(2), SendRig.KeyOf(3)]));
    }

    /// <summary>
    /// Idle connections are probed, and with a call on the way what was written has to be acknowledged: after 5 s none is held.
    /// What a call closed because its time was over is in the hands of the kernel, which tries no longer than that either.
    /// </summary>
    private async Task GivenUpAsync(SendRig rig, NetworkNamespace peer, long begun)
    {
        foreach (var (closedToo, limit) in ((bool, TimeSpan)[])[(false, GivenUp + Slack), (true, 2 * (GivenUp + Slack))])
        {
            IReadOnlyList<string> left = [];
            var areGone = await Wait.HoldsAsync(async () => (left = await peer.ConnectionsAsync(closedToo)).Count == 0, limit - Stopwatch.GetElapsedTime(begun), pollMilliseconds: 50);
            var after = Stopwatch.GetElapsedTime(begun);
            output.WriteLine($"{left.Count} connections {(closedToo ? "known" : "held")} {after.TotalMilliseconds:0} ms after the last call");
            Assert.True(areGone, $"{after.TotalMilliseconds:0} ms, {left.Count} left:\n{string.Join('\n', left)}\n{rig.Story()}");
        }
    }

    private async Task JudgeAsync(SendRig rig)
    {
        await rig.Sandbox.Sends.WaitForAsync(send => IsA(send, "unknown"), 2 * Some, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        await rig.BalancedAsync();
        var taken = rig.Taken.GroupBy(send => send.Text!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var (repeats, longest) = (0, TimeSpan.Zero);
        foreach (var (text, id) in _ids)
        {
            await Wait.UntilAsync(async () => await rig.StateAsync(id) is "accepted" or "read", $"{text} has arrived", context: rig.Story);
            var history = History(await rig.LookAsync(id));
            repeats += AssertRepeats(text, history, taken[text]);
            var unanswered = history.Find(entry => entry.What == "unknown");
            longest = unanswered.What is null || unanswered.At - history[0].At < longest ? longest : unanswered.At - history[0].At;
        }

        var twice = taken.Values.Where(sends => sends.Count > 1).ToList();
        output.WriteLine($"calls were given up after {longest.TotalMilliseconds:0} ms; {_ids.Count} messages, {repeats} repeated once, of which {twice.Count} arrived twice");
        Assert.True(longest <= GivenUp + Slack, $"{longest.TotalMilliseconds:0} ms");
        Assert.Equal(_ids.Keys.Order(StringComparer.Ordinal), taken.Keys.Order(StringComparer.Ordinal));
        Assert.All(twice, sends => Assert.True(IsA(sends[0], "unknown"), sends[0].Text)); // of the others receipts told, or they had not arrived
        Assert.Equal(Some, twice.Count);
        Assert.Empty(await rig.Rig.Client.DeadLettersAsync());
    }

    /// <summary>At most one repetition, marked, after an unknown outcome, on the same number; nothing arrives twice without it.</summary>
    /// <returns>Repetitions.</returns>
    private static int AssertRepeats(string text, List<(DateTimeOffset At, string What, string Number, string? Answer)> history, List<SandboxSend> taken)
    {
        var story = $"{text}, taken {taken.Count} times: {string.Join(", ", history)}";
        var repeats = history.FindAll(entry => entry is { What: "attempt", Answer: "repeat" });
        Assert.True(repeats.Count <= 1 && taken.Count <= 1 + repeats.Count, story);
        Assert.All(repeats, repeat => Assert.True(history.Exists(entry => entry.What == "unknown" && entry.At < repeat.At && entry.Number == repeat.Number), story));
        return repeats.Count;
    }

    private static List<(DateTimeOffset At, string What, string Number, string? Answer)> History(JsonNode message) => [.. message["history"]!.AsArray().Select(entry =>
        (DateTimeOffset.Parse(entry!["atUtc"]!.GetValue<string>(), CultureInfo.InvariantCulture), entry["what"]!.GetValue<string>(), entry["number"]!.GetValue<string>(), entry["answer"]?.GetValue<string>()))];

    private static bool IsA(SandboxSend send, string what) => send.Text!.StartsWith(what, StringComparison.Ordinal);

    private async Task SendAsync(SendRig rig, string what, int firstContact, int count, params string[] from)
    {
        var messages = new List<JsonObject>();
        for (var i = 0; i < count; i++)
        {
            var message = SendRig.Text(firstContact + i, string.Create(CultureInfo.InvariantCulture, $"{what} {i}"));
            message["from"] = from.Length > 0 ? from[i % from.Length] : null;
            messages.Add(message);
        }

        var ids = await rig.Sends.BulkAsync(messages.Select(message => (JsonObject)message.DeepClone()));
        foreach (var (message, id) in messages.Zip(ids))
        {
            _ids.Add(message["content"]!.GetValue<string>(), id);
        }
    }
}
