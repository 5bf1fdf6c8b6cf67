using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>One number, or more, cannot be relied on (U01, U03, U06, U11, U12, U13): traffic moves, order stays, nothing is lost.</summary>
public sealed class FailingNumberTests
{
    private static readonly SandboxRule Failing = new() { Name = "failing", MetaCode = 131000 };

    [Fact]
    public async Task Send_OneNumberFails_TrafficMovesAndKeepsItsOrder()
    {
        await using var rig = await SendRig.StartAsync(["a", "b", "c"]);
        var contacts = Contacts.Many(30);
        await rig.AllAcceptedAsync([.. contacts.Select(contact => rig.Send(contact, "1"))]);
        rig.Sandbox.Script.Add(SendRig.Rule("a", Failing));
        var sent = contacts.SelectMany(contact => new[] { rig.Send(contact, "2"), rig.Send(contact, "3") }).ToList();
        await rig.AllAcceptedAsync(sent);

        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("a"));
        Assert.All(contacts, contact => Assert.Equal(["1", "2", "3"], rig.TextsOf(contact)));
        Assert.InRange(rig.CallsOf("a").Count(call => !call.IsAccepted), 5, 40);
    }

    [Fact]
    public async Task Send_NumberBannedUnderLoad_IsNeverCalledAgain()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        var contacts = Contacts.Many(20);
        await rig.AllAcceptedAsync([.. contacts.Select(contact => rig.Send(contact, "1"))]);
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Ban = true }));
        await rig.AllAcceptedAsync([.. contacts.Select(contact => rig.Send(contact, "2"))]);
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("a"));
        var calls = rig.CallsOf("a").Count;

        for (var i = 3; i < 9; i++)
        {
            await rig.AllAcceptedAsync([.. contacts.Select(contact => rig.Send(contact, $"{i}"))]);
            await rig.PassAsync(TimeSpan.FromMinutes(4), seconds: 20);
        }

        Assert.Equal(calls, rig.CallsOf("a").Count);
        Assert.All(contacts, contact => Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], rig.TextsOf(contact)));
    }

    [Fact]
    public async Task Send_HalfOfTheAnswersAreErrors_NearlyAllArriveWithBoundedRetries()
    {
        await using var rig = await SendRig.StartAsync(["a", "b", "c"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131000, Probability = 0.25 });
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 133004, Probability = 0.33 });
        var contacts = Contacts.Many(40);
        var sent = Enumerable.Range(0, 4).SelectMany(i => contacts.Select(contact => rig.Send(contact, $"{i}"))).ToList();
        await rig.PassUntilAsync(() => sent.TrueForAll(position => rig.Row(position).State != MessageState.Waiting), "the end of all sends", seconds: 1);

        Assert.True(sent.Count(position => rig.Row(position).State == MessageState.Completed) >= 0.95 * sent.Count);
        Assert.All(sent, position => Assert.InRange(rig.TraceOf(position).Count(entry => entry.StartsWith("Attempt", StringComparison.Ordinal)), 1, 8));
        Assert.All(contacts, contact => Assert.Equal(rig.TextsOf(contact).Order(StringComparer.Ordinal), rig.TextsOf(contact)));
        Assert.Equal(sent.Count(position => rig.Row(position).State == MessageState.Completed), rig.Sandbox.Sends.Snapshot().Count(call => call.IsAccepted));
    }

    [Fact]
    public async Task Send_NumberHangs_IsLeftOutWithinThreeSeconds()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Fault = SandboxFault.Hang }));
        var contacts = Contacts.Many(20);
        var sent = contacts.Select(contact => rig.Send(contact, "x")).ToList();
        await rig.Sandbox.Sends.WaitForAsync(sent.Count, default);
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("a"));

        var calls = rig.CallsOf("a").Count;
        foreach (var position in Contacts.Many(20, first: 100).Select(contact => rig.Send(contact, "y")).ToList())
        {
            await rig.ReachedAsync(position, "accepted");
        }

        Assert.Equal(calls, rig.CallsOf("a").Count);
    }

    [Fact]
    public async Task Send_TheOnlyNumberFailsAFewTimes_IsTriedAgain()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(Failing with { To = 4 });
        var sent = rig.Send(Contacts.Of(1), "x");
        await rig.AllAcceptedAsync([sent]);

        Assert.Equal(5, rig.CallsOf("a").Count);
    }

    [Fact]
    public async Task Receive_AcceptedThenFailed_WeightDrops()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        var contacts = Contacts.Many(8);
        foreach (var contact in contacts)
        {
            rig.Contacts.Sent(contact, "a", rig.Time.GetUtcNow());
        }

        var sent = contacts.Select(contact => rig.Send(contact, "x")).ToList();
        await rig.AllAcceptedAsync(sent);
        foreach (var position in sent)
        {
            await rig.ReceiveAsync(position, "failed", "a", "131000");
        }

        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("a"));
        Assert.Equal(0, rig.Pool.Find("a")!.EffectiveWeight);
        Assert.All(sent, position => Assert.Equal("failed", rig.StateOf(position)));
    }

    [Fact]
    public async Task Send_MostNumbersFailNowAndThen_TheyAreUsedAndTheBannedOneIsNot()
    {
        await using var rig = await SendRig.StartAsync(["a", "b", "c", "d"]);
        rig.Sandbox.Script.Add(SendRig.Rule("d", new SandboxRule { Ban = true }));
        foreach (var number in new[] { "a", "b", "c" })
        {
            rig.Sandbox.Script.Add(SendRig.Rule(number, new SandboxRule { MetaCode = 131000, Probability = 0.6 }));
        }

        var most = 0;
        rig.Pool.Noticed += _ => most = Math.Max(most, rig.Pool.List().Count(number => number.Standing == NumberStanding.Ejected));
        var sent = Contacts.Many(100).Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassUntilAsync(() => sent.TrueForAll(position => rig.Row(position).State != MessageState.Waiting), "the end of all sends", seconds: 1);

        Assert.True(sent.Count(position => rig.Row(position).State == MessageState.Completed) >= 90);
        Assert.Equal(1, most);
        Assert.DoesNotContain(rig.CallsOf("d"), call => call.IsAccepted);
        Assert.InRange(rig.CallsOf("d").Count, 0, 50); // what was under way when the first was refused
        Assert.All(new[] { "a", "b", "c" }, number => Assert.Contains(rig.CallsOf(number), call => call.IsAccepted));
    }

    [Theory]
    [InlineData("weighted")]
    [InlineData("round-robin")]
    [InlineData("least-loaded")]
    public async Task Send_OneNumberFailsAtOnce_AttractsNoTraffic(string algorithm)
    {
        await using var rig = await SendRig.StartAsync(["a", "b", "c"], settings =>
        {
            settings.LoadBalancer.Algorithm = algorithm;
            foreach (var number in settings.Numbers.Values)
            {
                (number.MessagesPerSecond, number.Burst) = (20, 5);
            }
        });
        rig.Sandbox.Script.Add(SendRig.Rule("a", Failing));
        var sent = new List<long>();
        for (var second = 0; second < 30; second++)
        {
            sent.AddRange(Contacts.Many(9, first: 9 * second).Select(contact => rig.Send(contact, "x")));
            await rig.PassAsync(TimeSpan.FromSeconds(1));
        }

        await rig.AllAcceptedAsync(sent);
        Assert.True(rig.CallsOf("a").Count <= sent.Count / 3, $"{rig.CallsOf("a").Count} calls");
    }

    [Fact]
    public async Task Send_NumberFlaps_ItsWeightChangesAtMostTwiceAMinute()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        var changes = new List<DateTimeOffset>();
        var (had, ejections, sent) = (true, 0, new List<long>());
        rig.Pool.Noticed += notice => ejections += notice.Kind == PoolNoticeKind.Ejected ? 1 : 0;
        for (var second = 0; second < 180; second++)
        {
            if (second % 5 == 0)
            {
                rig.Sandbox.Script.Replace(second % 10 == 0 ? [SendRig.Rule("a", Failing)] : []);
            }

            sent.AddRange(Contacts.Many(4, first: 4 * second).Select(contact => rig.Send(contact, "x")));
            await rig.PassAsync(TimeSpan.FromSeconds(1), seconds: 0.5);
            var has = rig.Pool.Find("a")!.EffectiveWeight > 0;
            if (has != had)
            {
                changes.Add(rig.Time.GetUtcNow());
                had = has;
            }
        }

        Assert.True(ejections > 0, "the number was left out at all");
        Assert.All(changes, change => Assert.InRange(changes.Count(other => other >= change && other - change < TimeSpan.FromMinutes(1)), 1, 2));
        rig.Sandbox.Script.Clear();
        await rig.AllAcceptedAsync(sent, seconds: 1);
    }
}
