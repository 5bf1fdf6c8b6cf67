using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>A send that is worthless after a time does not leave after it, wherever it waits, and the application is told then.</summary>
public sealed class ExpiryTests
{
    [Fact]
    public async Task Send_ExpiresInTheLineOfItsNumber_IsNotSent()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (0.5, 1));
        var end = rig.Time.GetUtcNow().AddSeconds(5);
        var sent = Contacts.Many(10).Select(contact => rig.Send(contact, "x", expires: end)).ToList();
        await rig.PassAsync(TimeSpan.FromSeconds(6));

        Assert.All(sent, position => Assert.Contains(rig.StateOf(position), new[] { "accepted", "expired" }));
        Assert.InRange(rig.Sandbox.Sends.Count, 2, 3);
        Assert.Equal(10 - rig.Sandbox.Sends.Count, rig.Store.Rows.Count(row => row.Message.Queue == "app:shop"));
        Assert.Equal(0, rig.Pool.Find("a")!.Waiting);
    }

    [Fact]
    public async Task Send_ExpiresInBackoff_IsToldThen()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => settings.Sending.FirstPauseSeconds = settings.Sending.LongestPauseSeconds = 600);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131000, RetryAfter = "1800" });
        var end = rig.Time.GetUtcNow().AddSeconds(10);
        var sent = rig.Send(Contacts.Of(1), "x", expires: end);
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "expired", "its end");

        Assert.InRange((rig.Time.GetUtcNow() - end).TotalSeconds, 0, 3);
        Assert.Equal(1, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Send_ExpiresWhileThePairRests_IsToldThen()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131056, RetryAfter = "900" });
        var end = rig.Time.GetUtcNow().AddSeconds(10);
        var sent = rig.Send(Contacts.Of(1), "x", expires: end);
        var next = rig.Send(Contacts.Of(1), "y", expires: end.AddSeconds(10));
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "expired", "its end");
        Assert.InRange((rig.Time.GetUtcNow() - end).TotalSeconds, 0, 3);

        await rig.PassUntilAsync(() => rig.StateOf(next) == "expired", "the next one's end");
        Assert.InRange((rig.Time.GetUtcNow() - end).TotalSeconds, 10, 13);
        Assert.Equal(1, rig.Sandbox.Sends.Count);
        Assert.All(new[] { sent, next }, position => Assert.Equal(MessageState.Expired, rig.Row(position).State));
    }
}
