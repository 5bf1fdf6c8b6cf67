using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>A number accepts everything, and nothing is heard of it again.</summary>
public sealed class AcknowledgementTests
{
    [Fact]
    public async Task Send_AcceptedAndNeverSent_IsOutWithinAMinute()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        var since = rig.Time.GetUtcNow();
        for (var i = 0; rig.Pool.StandingOf("a") != NumberStanding.Ejected; i++)
        {
            Assert.True(rig.Time.GetUtcNow() - since < TimeSpan.FromSeconds(60), "it is still used after a minute");
            await SendAndAcknowledgeAsync(rig, i);
            await rig.PassAsync(TimeSpan.FromSeconds(1), seconds: 0.5);
        }

        Assert.Equal(NumberStanding.Usable, rig.Pool.StandingOf("b"));
    }

    [Fact]
    public async Task Send_NoNumberIsEverAcknowledged_OnlyANoticeIsRaised()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        var notices = new List<PoolNotice>();
        rig.Pool.Noticed += notices.Add;
        for (var i = 0; i < 60; i++)
        {
            await rig.AllAcceptedAsync([.. Contacts.Many(2, first: 2 * i).Select(contact => rig.Send(contact, "x"))]);
            await rig.PassAsync(TimeSpan.FromSeconds(1), seconds: 0.5);
        }

        Assert.Contains(notices, notice => notice.Kind == PoolNoticeKind.NeverAcknowledged);
        Assert.All(rig.Pool.List(), number => Assert.Equal(NumberStanding.Usable, number.Standing));
    }

    private static async Task SendAndAcknowledgeAsync(SendRig rig, int i)
    {
        foreach (var (number, contact) in new[] { ("a", Contacts.Of(2 * i)), ("b", Contacts.Of((2 * i) + 1)) })
        {
            var sent = rig.Send(contact, "x", from: number);
            await rig.ReachedAsync(sent, "accepted");
            if (number == "b")
            {
                await rig.ReceiveAsync(sent, "sent", "b");
            }
        }
    }
}
