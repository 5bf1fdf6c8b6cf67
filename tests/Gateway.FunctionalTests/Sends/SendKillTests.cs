using System.Collections.Concurrent;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Xunit.Abstractions;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>P01 for sends: kill -9 at any moment loses none, and repeats only those of which nobody can know.</summary>
public sealed class SendKillTests(ITestOutputHelper output)
{
    private const int Contacts = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150); // between two calls of a contact: some 500 sends a second in all

    /// <summary>Time for which the answer of the provider may be known to the gateway and not yet be durable.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _accepted = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _kills = [];

    /// <summary>With <c>RELEVO_KILLS</c>: as many kills as wanted.</summary>
    [Fact]
    public async Task P01_KilledAtRandomTimesWhileSending_LosesNoneAndRepeatsOnlyTheUnknown()
    {
        var kills = Options.Number("RELEVO_KILLS", 6);
        var random = new Random(Options.Seed);
        output.WriteLine($"seed {Options.Seed}, {kills} kills");
        await using var rig = await SendRig.CreateAsync(["a", "b", "c", "d"], options => options with { Seed = Options.Seed, Rules = Rules() });
        rig.Rig.Settings.With("Sending:UnknownWaitSeconds", 1).With("Sending:MaxDeaths", 100).With("LoadBalancer:Pacing:PairBurst", 1000)
            .With("LoadBalancer:Receipts:MinPercent", 1);
        await rig.Rig.StartAsync();
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Contacts).Select(contact => Task.Run(() => WriteAsync(rig.Sends, contact, enough.Token))).ToArray();
        for (var kill = 0; kill < kills; kill++)
        {
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(0.2 + (random.NextDouble() * 1.3)));
            _kills.Add(TimeProvider.System.GetUtcNow());
            await rig.Rig.KillAsync();
            await rig.Rig.StartAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(writers);
        await JudgeAsync(rig);
    }

    /// <summary>Takes up to 40 ms, so that kills find calls under way; of every second message nothing is heard again.</summary>
    private static IReadOnlyList<SandboxRule> Rules() =>
    [
        new() { Latency = TimeSpan.Zero, LatencyTo = TimeSpan.FromMilliseconds(40) },
        new() { Probability = 0.5, Receipts = SandboxReceipts.None },
    ];

    /// <summary>Writes to one contact, one call after the other: what is accepted first must arrive first.</summary>
    private async Task WriteAsync(SendClient client, int contact, CancellationToken enough)
    {
        for (var n = 0; !enough.IsCancellationRequested;)
        {
            var key = $"{contact}:{n}";
            if (n % 4 == 3)
            {
                var texts = Enumerable.Range(n, 4).Select(place => $"{contact}:{place}").ToList();
                Note(texts, await client.BulkAsync(texts.Select(text => SendRig.Text(contact, text)), key));
                n += 4;
                await Wait.ScheduleAsync(Pause, CancellationToken.None);
                continue;
            }

            var id = await client.SendAsync(SendRig.Text(contact, key), key);
            if (n % 8 == 0)
            {
                Assert.Equal(id, await client.SendAsync(SendRig.Text(contact, key), key)); // The same key is the same message, over a kill too.
            }

            Note([key], [id]);
            n++;
            await Wait.ScheduleAsync(Pause, CancellationToken.None);
        }
    }

    private void Note(List<string> texts, IReadOnlyList<string> ids)
    {
        Assert.Equal(texts.Count, ids.Count);
        foreach (var (text, id) in texts.Zip(ids))
        {
            Assert.True(_accepted.TryAdd(text, id), $"{text} was accepted twice");
        }
    }

    private async Task JudgeAsync(SendRig rig)
    {
        var parked = new HashSet<string>(StringComparer.Ordinal);
        var missing = Missing(rig, parked);
        await Wait.HoldsAsync(
            async () =>
            {
                parked = await ParkedAsync(rig);
                return (missing = Missing(rig, parked)).Count == 0;
            },
            TimeSpan.FromSeconds(60),
            pollMilliseconds: 200);
        Assert.True(missing.Count == 0, $"{missing.Count} of {_accepted.Count} are neither sent nor parked: {string.Join(' ', missing.Take(20))}\n{rig.Story()}");
        await Wait.ScheduleAsync(TimeSpan.FromSeconds(2.5)); // A repeat that is still to come would show.
        var taken = rig.Taken.GroupBy(send => send.Text!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var twice = taken.Values.Where(sends => sends.Count > 1).ToList();
        output.WriteLine($"{_accepted.Count} accepted, {rig.Taken.Count} taken, {twice.Count} repeated, {parked.Count} parked");
        Assert.Equal(_accepted.Count, _accepted.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.All(taken.Keys, text => Assert.True(_accepted.ContainsKey(text), $"{text} was sent and never accepted"));
        Assert.All(twice, AssertUnknown);
        AssertOrder(taken.Values.Select(sends => sends[0]));
        Assert.True(_accepted.Count > 100 * _kills.Count, $"Too little load to prove anything: {_accepted.Count}");
        await rig.BalancedAsync();
    }

    /// <summary>The list alone: a receipt that comes late may take a letter out at any moment.</summary>
    private static async Task<HashSet<string>> ParkedAsync(SendRig rig) =>
        [.. (await rig.Rig.Client.GetAsync("/api/deadletters?limit=500"))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];

    private List<string> Missing(SendRig rig, HashSet<string> parked)
    {
        var taken = rig.Taken.Select(send => send.Text!).ToHashSet(StringComparer.Ordinal);
        return [.. _accepted.Where(send => !taken.Contains(send.Key) && !parked.Contains(send.Value)).Select(send => send.Key)];
    }

    /// <summary>Repeated once, after the wait, and only because the gateway was killed while nobody had written its answer down.</summary>
    private void AssertUnknown(List<SandboxSend> sends)
    {
        var (first, second) = (sends[0], sends[1]);
        var story = $"{first.Text}: {string.Join(", ", sends.Select(send => send.Utc.ToString("HH:mm:ss.fff", null)))}; kills {string.Join(", ", _kills.Select(kill => kill.ToString("HH:mm:ss.fff", null)))}";
        Assert.True(sends.Count == 2, story);
        Assert.True(_kills.Any(kill => kill > first.Utc - Unsettled && kill < second.Utc && kill - first.Utc < Unsettled), story);
        Assert.True(second.Utc - first.Utc >= TimeSpan.FromSeconds(1), story);
    }

    private static void AssertOrder(IEnumerable<SandboxSend> firsts)
    {
        foreach (var contact in firsts.OrderBy(send => send.Sequence).GroupBy(send => send.Recipient))
        {
            var places = contact.Select(send => int.Parse(send.Text![(send.Text!.IndexOf(':', StringComparison.Ordinal) + 1)..], null)).ToList();
            Assert.True(places.SequenceEqual(places.Order()), $"{contact.Key}: {string.Join(' ', places)}");
        }
    }
}
