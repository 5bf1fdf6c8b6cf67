using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>A provider says "too fast" (U02): the number rests as long as it was told, the others do not, and no message pays for it.</summary>
public sealed class ThrottledNumberTests
{
    [Theory]
    [InlineData("30", 30)]
    [InlineData("date:100", 60)] // by the sandbox's clock and in whole seconds: a busy machine takes some of it
    [InlineData("1000000000", 3600)]
    public async Task Send_NumberToldToWait_IsNotCalledBeforeAndOthersAre(string retryAfter, int seconds)
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings =>
        {
            (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (1, 1);
            settings.Sending.NewConversations = "wait";
        });
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Throttle = true, RetryAfter = retryAfter, To = 1 }));
        var ofA = Contacts.Many(5);
        foreach (var contact in ofA)
        {
            rig.Contacts.Sent(contact, "a", rig.Time.GetUtcNow());
        }

        var sent = ofA.Select(contact => rig.Send(contact, "x")).ToList();
        await Until.TrueAsync(() => rig.Pool.Find("a")!.RateLeft <= 0 && rig.CallsOf("a").Count == 1 && rig.IsIdle, "the refusal");
        var others = new List<long>();
        for (var part = 1; part < 10; part++)
        {
            await rig.PassAsync(TimeSpan.FromSeconds(seconds / 10.0), seconds: seconds / 40.0);
            var other = Contacts.Of(100 + part);
            rig.Contacts.Sent(other, "b", rig.Time.GetUtcNow());
            others.Add(rig.Send(other, "y"));
            await rig.ReachedAsync(others[^1], "accepted");
            Assert.Single(rig.CallsOf("a"));
        }

        await rig.AllAcceptedAsync(sent, seconds: 1);
        Assert.All(sent.Concat(others), position => Assert.Equal(0, rig.Row(position).Attempts));
        Assert.Equal(6, rig.CallsOf("a").Count);
        Assert.All(ofA, contact => Assert.Equal(["x"], rig.TextsOf(contact)));
    }

    /// <summary>An hour is too long for a conversation that may move; one that must not waits.</summary>
    [Fact]
    public async Task Send_NumberToldToRestForLong_ThoseWhoMayMove()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (1, 1));
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Throttle = true, RetryAfter = "3600", To = 1 }));
        var contacts = Contacts.Many(6);
        foreach (var contact in contacts)
        {
            rig.Contacts.Sent(contact, "a", rig.Time.GetUtcNow());
        }

        rig.Contacts.Wrote(contacts[5], "a", rig.Time.GetUtcNow()); // an open conversation stays
        var sent = contacts.Select(contact => rig.Send(contact, "x")).ToList();
        await rig.AllAcceptedAsync(sent[..5], seconds: 1);
        Assert.Single(rig.CallsOf("a"));
        Assert.Equal("queued", rig.StateOf(sent[5]));
        await rig.PassAsync(TimeSpan.FromHours(1), seconds: 60);
        await rig.AllAcceptedAsync(sent[5..], seconds: 1);
        Assert.Equal(2, rig.CallsOf("a").Count);
    }

    [Fact]
    public async Task Send_NumberTooFastWithoutATime_RestsLongerEachTimeAndAtOwnTimes()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (20, 5));
        rig.Sandbox.Script.Add(new SandboxRule { Name = "slow", Throttle = true });
        var sent = Contacts.Many(40).Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassAsync(TimeSpan.FromMinutes(10));
        var times = rig.TimesOf("a");
        var gaps = times.Zip(times.Skip(1), (one, next) => (next - one).TotalSeconds).Where(gap => gap > 0).ToList();

        Assert.True(times.Count < 70, $"{times.Count} calls in ten minutes of refusals");
        Assert.True(gaps.TakeLast(8).Average() > 5, "rests grow");
        Assert.True(gaps.TakeLast(8).Distinct().Count() > 4, "rests are drawn");
        Assert.All(gaps, gap => Assert.True(gap < 70));
        rig.Sandbox.Script.Clear();
        await rig.AllAcceptedAsync(sent, seconds: 1);
        Assert.All(sent, position => Assert.Equal(0, rig.Row(position).Attempts));
    }

    [Fact]
    public async Task Send_PrimariesThrottledWithABacklog_BackupsTakeNewContactsAndRecoveryIsPaced()
    {
        await using var rig = await SendRig.StartAsync(["a", "b", "backup"], settings =>
        {
            settings.Sending.NewConversations = "wait"; // else the backlog would move to the backup too
            foreach (var number in settings.Numbers.Values)
            {
                (number.MessagesPerSecond, number.Burst) = (40, 10);
            }
        });
        var owned = Contacts.Many(1000);
        for (var i = 0; i < owned.Length; i++)
        {
            rig.Contacts.Sent(owned[i], i % 2 == 0 ? "a" : "b", rig.Time.GetUtcNow());
        }

        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Throttle = true, RetryAfter = "600" }));
        rig.Sandbox.Script.Add(SendRig.Rule("b", new SandboxRule { Throttle = true, RetryAfter = "600" }));
        var backlog = owned.Select(contact => rig.Send(contact, "backlog")).ToList();
        await rig.PassAsync(TimeSpan.FromSeconds(2));
        var fresh = Contacts.Many(300, first: 5000).Select(contact => rig.Send(contact, "new")).ToList();
        await rig.AllAcceptedAsync(fresh);
        Assert.All(fresh, position => Assert.Equal("Accepted backup", rig.TraceOf(position).Last()));

        rig.Sandbox.Script.Clear();
        await rig.PassUntilAsync(() => rig.Row(backlog[0]).State == MessageState.Completed || rig.CallsOf("a").Any(call => call.IsAccepted), "the end of the rest", seconds: 1);
        var back = rig.Time.GetUtcNow();
        var live = owned.TakeLast(10).Select(contact => rig.Send(contact.Replace("+1555", "+1666", StringComparison.Ordinal), "live", from: "a", priority: Contracts.Messages.Priority.High)).ToList();
        await rig.AllAcceptedAsync(live);
        Assert.True(rig.Time.GetUtcNow() - back < TimeSpan.FromSeconds(3), "live traffic leaves first");
        Assert.Contains(backlog, position => rig.Row(position).State == MessageState.Waiting);

        await rig.AllAcceptedAsync(backlog);
        Assert.All(new[] { "a", "b", "backup" }, number => Assert.True(rig.MostInASecond(number) <= 50, $"{number} made {rig.MostInASecond(number)} calls within a second"));
        Assert.True(rig.Sandbox.Sends.Count <= 1.1 * (backlog.Count + fresh.Count + live.Count), $"{rig.Sandbox.Sends.Count} calls");
    }
}
