using Relevo.Contracts.Messages;
using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Sending.Lanes;

/// <summary>Many more contacts wait for one number than fit into memory: nobody else waits with them, and none of them is lost.</summary>
public sealed class SleepersTests
{
    private const int Many = 300;
    private const int Fit = 100;

    [Fact]
    public async Task Campaign_ThroughASlowNumber_HoldsUpNobodyElse()
    {
        await using var rig = await SendRig.StartAsync(["slow", "fast"], Small);
        var campaign = Campaign(rig);
        var others = Enumerable.Range(0, 50).Select(i => rig.Send($"+1555111{i:0000}", "b", from: "fast")).ToList();
        foreach (var other in others)
        {
            await rig.ReachedAsync(other, "accepted"); // the clock stands still: nothing of the campaign but its first moves
        }

        Assert.InRange(campaign.Count(sent => rig.StateOf(sent) == "accepted"), 0, 25);
        await rig.PassUntilAsync(() => rig.Pool.Find("slow")!.Waiting > Many / 2, "their number on show");
        await rig.AllAcceptedAsync(campaign);
        Assert.Equal(Many, rig.CallsOf("slow").Select(call => call.Recipient).Distinct().Count());
        Assert.Equal(Many, rig.CallsOf("slow").Count);
    }

    [Fact]
    public async Task Campaign_ContactsKeepTheirOrder_AndUrgentOnesPass()
    {
        await using var rig = await SendRig.StartAsync(["slow"], Small);
        var campaign = Campaign(rig);
        var second = Enumerable.Range(0, 5).Select(i => rig.Send(Contact(Many - 1 - i), "second", from: "slow")).ToList();
        var urgent = rig.Send("+15551119999", "now", from: "slow", priority: Priority.High);
        await rig.PassUntilAsync(() => rig.StateOf(urgent) == "accepted", "the urgent one");

        Assert.InRange(campaign.Count(sent => rig.StateOf(sent) == "accepted"), 0, Many / 2);
        await rig.AllAcceptedAsync([.. campaign, .. second]);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(["a", "second"], rig.TextsOf(Contact(Many - 1 - i))));
    }

    [Fact]
    public async Task Campaign_ItsNumberIsBanned_OthersGoOnAndItIsSentOnceItIsBack()
    {
        await using var rig = await SendRig.StartAsync(["slow", "fast"], Small);
        rig.Sandbox.Script.Ban("kslow");
        var campaign = Campaign(rig);
        await rig.PassUntilAsync(() => !rig.Pool.Takes("slow", isOpenConversation: true), "the ban");
        var other = rig.Send("+15551110000", "b", from: "fast");
        await rig.ReachedAsync(other, "accepted");

        rig.Sandbox.Script.Lift("kslow");
        await rig.Pool.ResumeAsync("slow", default);
        await rig.AllAcceptedAsync(campaign);
        Assert.All(rig.CallsOf("slow").Where(call => call.IsAccepted).GroupBy(call => call.Recipient), calls => Assert.Single(calls));
    }

    [Fact]
    public async Task Campaign_NewConversations_MoveWhenTheirNumberIsBanned()
    {
        await using var rig = await SendRig.StartAsync(["slow", "fast"], settings =>
        {
            Small(settings);
            settings.Numbers.Remove("fast"); // it is added later
        });
        var campaign = Campaign(rig, from: null);
        await rig.PassUntilAsync(() => campaign.Count(sent => rig.StateOf(sent) == "accepted") > 20, "the first ones");
        rig.Reload(["slow", "fast"], Small);
        rig.Sandbox.Script.Ban("kslow");
        await rig.AllAcceptedAsync(campaign);

        Assert.InRange(rig.CallsOf("fast").Count, Many / 2, Many);
    }

    [Fact]
    public async Task Campaign_ItsTimeIsOver_TheRestExpiresWithTheReason()
    {
        await using var rig = await SendRig.StartAsync(["slow"], Small);
        var expires = rig.Time.GetUtcNow() + TimeSpan.FromSeconds(5);
        var campaign = Campaign(rig, expires: expires);
        await rig.PassUntilAsync(() => campaign.All(sent => rig.Row(sent).State is MessageState.Completed or MessageState.Expired), "the end of all");

        Assert.InRange(campaign.Count(sent => rig.Row(sent).State == MessageState.Completed), 50, 121);
    }

    private static void Small(GatewaySettings settings)
    {
        (settings.Lanes.MaxConversations, settings.Numbers["slow"].MessagesPerSecond, settings.Numbers["slow"].Burst) = (Fit, 20, 1);
    }

    private static string Contact(int i) => $"+1555222{i:0000}";

    private static List<long> Campaign(SendRig rig, string? from = "slow", DateTimeOffset? expires = null) =>
        [.. Enumerable.Range(0, Many).Select(i => rig.Send(Contact(i), "a", from, expires))];
}
