using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>No number can send (U08), or the login is refused (U09): everything waits, costs nothing, and leaves in order when one is back.</summary>
public sealed class AllNumbersDownTests
{
    [Fact]
    public async Task Send_AllBannedForAnHour_NothingIsLostAndItDrainsInOrderAndPaced()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings =>
        {
            foreach (var number in settings.Numbers.Values)
            {
                (number.MessagesPerSecond, number.Burst) = (20, 5);
            }
        });
        rig.Sandbox.Script.Add(new SandboxRule { Ban = true });
        var contacts = Contacts.Many(30);
        var sent = Enumerable.Range(0, 6).SelectMany(i => contacts.Select(contact => rig.Send(contact, $"{i}"))).ToList();
        await rig.PassAsync(TimeSpan.FromHours(1), seconds: 10);
        Assert.All(sent, position => Assert.Equal("queued", rig.StateOf(position)));
        Assert.True(rig.Sandbox.Sends.Count < 40, $"{rig.Sandbox.Sends.Count} calls to banned numbers");
        Assert.DoesNotContain(rig.Store.Rows, row => row.Message.Queue == "app:shop");

        rig.Sandbox.Script.Clear();
        await rig.Pool.ResumeAsync("a", default);
        await rig.Pool.ResumeAsync("b", default);
        await rig.AllAcceptedAsync(sent);
        Assert.All(contacts, contact => Assert.Equal(["0", "1", "2", "3", "4", "5"], rig.TextsOf(contact)));
        Assert.All(new[] { "a", "b" }, number => Assert.True(rig.MostInASecond(number) <= 25));
    }

    [Fact]
    public async Task Send_ConversationsWaitForTheirNumber_LeaveInOrderAsSoonAsItIsTriedAgain()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        var contacts = Contacts.Many(10);
        foreach (var contact in contacts)
        {
            rig.Contacts.Wrote(contact, "a", rig.Time.GetUtcNow());
        }

        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { MetaCode = 131000 }));
        var sent = contacts.SelectMany(contact => Enumerable.Range(0, 3).Select(i => rig.Send(contact, $"{i}"))).ToList();
        await rig.PassUntilAsync(() => rig.Pool.StandingOf("a") == NumberStanding.Ejected && rig.IsIdle, "the number is left out");
        rig.Sandbox.Script.Clear();
        var tried = default(DateTimeOffset?);
        rig.Pool.Tried += _ => tried ??= rig.Time.GetUtcNow();
        await rig.AllAcceptedAsync(sent);

        Assert.All(contacts, contact => Assert.Equal(["0", "1", "2"], rig.TextsOf(contact)));
        Assert.Empty(rig.CallsOf("b"));
        var first = rig.Store.Traces.First(entry => entry.Kind == TraceKind.Accepted).AtUtc;
        Assert.True(first - tried < TimeSpan.FromSeconds(5), $"the first left {first - tried} after the number was tried again");
    }

    [Fact]
    public async Task Send_ConversationWaitsForItsNumber_CostsNoWork()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Contacts.Wrote(Contacts.Of(1), "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { Ban = true }));
        var sent = rig.Send(Contacts.Of(1), "x");
        await Until.TrueAsync(() => rig.Pool.StandingOf("a") == NumberStanding.Down && rig.IsIdle, "the ban");
        var done = rig.Queue.Lanes!.Done;
        var others = Contacts.Many(10, first: 10).Select(contact => rig.Send(contact, "y")).ToList(); // a while, measured in work
        await rig.AllAcceptedAsync(others, seconds: 0);

        Assert.InRange(rig.Queue.Lanes.Done - done, others.Count, others.Count + 5);
        Assert.Equal("queued", rig.StateOf(sent));
    }

    [Fact]
    public async Task Send_LoginRefused_FewCallsAreMadeAndNewCredentialsBringItBack()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => settings.Sending.Concurrency = 1);
        var notices = new List<PoolNotice>();
        rig.Pool.Noticed += notices.Add;
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 190 });
        var contacts = Contacts.Many(20);
        var sent = contacts.Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassAsync(TimeSpan.FromMinutes(4), seconds: 5);
        Assert.InRange(rig.CallsOf("a").Count, 1, 3);
        Assert.Equal(NumberStanding.Down, rig.Pool.StandingOf("a"));
        Assert.Contains(notices, notice => notice is { Kind: PoolNoticeKind.Down, Number: "a", Severity: NoticeSeverity.Alarm });

        rig.Sandbox.Script.Clear();
        rig.Reload(["a"], settings => settings.Numbers["a"].ApiToken = "another");
        var since = rig.Time.GetUtcNow();
        await rig.AllAcceptedAsync(sent);
        Assert.True(rig.Time.GetUtcNow() - since < TimeSpan.FromSeconds(30), "it did not wait for its next question");
    }
}
