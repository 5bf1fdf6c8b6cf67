using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>Somebody sets the wall clock (K01): nothing that is measured in time goes wild, nothing is lost or leaves twice.</summary>
public sealed class ClockTests
{
    private const double Hour = 1;
    private const double TenYears = 10 * 365 * 24;

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    [InlineData(TenYears)]
    public async Task Jump_WhileAnOutcomeIsUnknown_TheWaitStaysAsLong(double hours)
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { Fault = SandboxFault.ResetAfterAccepting, To = 1 });
        var sent = rig.Send(Contacts.Of(1), "x");
        await rig.ReachedAsync(sent, "unknown");
        rig.Time.JumpWallClock(TimeSpan.FromHours(hours));
        await rig.PassAsync(TimeSpan.FromSeconds(29));
        Assert.Equal(1, rig.Sandbox.Sends.Count);

        await rig.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, rig.Sandbox.Sends.Count);
        Assert.Equal(MessageState.Completed, rig.Row(sent).State);
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    [InlineData(TenYears)]
    public async Task Jump_WhileANumberIsPaced_ItGoesOnAtItsRate(double hours)
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (5, 2));
        var sent = Contacts.Many(40).Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassAsync(TimeSpan.FromSeconds(2));
        rig.Time.JumpWallClock(TimeSpan.FromHours(hours));
        for (var second = 0; second < 3; second++)
        {
            var before = rig.Sandbox.Sends.Count;
            await rig.PassAsync(TimeSpan.FromSeconds(1));
            Assert.InRange(rig.Sandbox.Sends.Count - before, 4, 7);
        }

        await rig.AllAcceptedAsync(sent);
        Assert.Equal(40, rig.Sandbox.Sends.Count);
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    [InlineData(TenYears)]
    public async Task Jump_WhileANumberIsLeftOut_ItComesBackAtItsTime(double hours)
    {
        await using var rig = await SendRig.StartAsync(["a", "b"], settings => settings.Sending.NewConversations = "wait");
        rig.Sandbox.Script.Add(SendRig.Rule("a", new SandboxRule { MetaCode = 131000, To = 5 }));
        var contacts = Contacts.Many(5);
        foreach (var contact in contacts)
        {
            rig.Contacts.Sent(contact, "a", rig.Time.GetUtcNow());
        }

        var sent = contacts.Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassUntilAsync(() => rig.Pool.StandingOf("a") == NumberStanding.Ejected && rig.IsIdle, "the number is left out");
        await rig.PassAsync(TimeSpan.FromSeconds(5)); // past the sends' own pauses
        rig.Time.JumpWallClock(TimeSpan.FromHours(hours));
        await rig.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(NumberStanding.Ejected, rig.Pool.StandingOf("a"));

        await rig.PassAsync(TimeSpan.FromSeconds(20));
        Assert.NotEqual(NumberStanding.Ejected, rig.Pool.StandingOf("a"));
        await rig.AllAcceptedAsync(sent);
        Assert.All(contacts, contact => Assert.Equal(["x"], rig.TextsOf(contact)));
    }
}
