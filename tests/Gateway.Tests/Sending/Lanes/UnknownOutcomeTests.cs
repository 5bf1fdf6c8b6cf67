using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Lanes;

/// <summary>A call was written and its answer never came: the customer must get the message once, if that can be known.</summary>
public sealed class UnknownOutcomeTests
{
    private const string Contact = "+15550001001";
    private static readonly SandboxRule LostAnswer = new() { Name = "lost", Fault = SandboxFault.ResetAfterAccepting, To = 1 };

    [Fact]
    public async Task Send_AnswerLostAndReceiptComes_IsNotRepeated()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(LostAnswer);
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "unknown");
        await rig.ReceiveAsync(sent, "sent", "a");
        await Until.TrueAsync(() => rig.Row(sent).State == MessageState.Completed);
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, rig.Sandbox.Sends.Count);
        Assert.Equal("sent", rig.StateOf(sent));
    }

    [Fact]
    public async Task Send_AnswerLostAndNoReceipt_IsRepeatedOnceOnTheSameNumberAndMarked()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Contacts.Sent(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(LostAnswer);
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "unknown");
        var since = rig.Time.GetUtcNow();
        await rig.PassUntilAsync(() => rig.StateOf(sent) == "accepted", "the repetition", seconds: 1);

        Assert.True(rig.Time.GetUtcNow() - since >= TimeSpan.FromSeconds(30));
        Assert.Equal(["Attempt a", "Unknown a", "Attempt a", "Accepted a"], rig.TraceOf(sent));
        Assert.Equal([null, "reset", "repeat", null], rig.Store.ReadTrace(rig.Row(sent).Message.Id).Select(entry => entry.Answer));
    }

    [Fact]
    public async Task Send_EveryAnswerLost_IsListedAfterAMinuteAndItsLaneGoesOn()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(LostAnswer with { To = 2 });
        var sent = rig.Send(Contact, "x");
        var next = rig.Send(Contact, "y");
        await rig.ReachedAsync(sent, "unknown");
        var since = rig.Time.GetUtcNow();
        await rig.PassUntilAsync(() => rig.StateOf(next) == "accepted", "the next of the conversation", seconds: 1);

        Assert.True(rig.Time.GetUtcNow() - since < TimeSpan.FromSeconds(66));
        Assert.Equal(MessageState.Parked, rig.Row(sent).State);
        Assert.Equal("unknown", rig.StateOf(sent));
        Assert.Equal(["x", "x", "y"], rig.Sandbox.Sends.Snapshot().Select(send => send.Text));
    }

    [Fact]
    public async Task Send_ListedAsUnknownAndReceiptComesLate_IsTakenOut()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(LostAnswer with { To = 2 });
        var sent = rig.Send(Contact, "x");
        await rig.PassUntilAsync(() => rig.Row(sent).State == MessageState.Parked, "the dead letters", seconds: 1);
        await rig.ReceiveAsync(sent, "delivered", "a");
        await Until.TrueAsync(() => rig.Row(sent).State == MessageState.Completed);

        Assert.Equal("delivered", rig.StateOf(sent));
    }

    [Fact]
    public async Task Send_GatewayDiedDuringTheCall_IsNotSentAgainBeforeItIsKnown()
    {
        var (store, contacts) = (new MemoryStore(), new MemoryContacts());
        long sent;
        await using (var rig = await SendRig.StartAsync(["a"], settings => settings.ProviderCalls.TimeoutSeconds = 60, store, contacts))
        {
            rig.Sandbox.Script.Add(new SandboxRule { Fault = SandboxFault.Hang });
            sent = rig.Send(Contact, "x");
            await rig.Sandbox.Sends.WaitForAsync(1, default);
            await rig.Queue.Lanes!.StopAsync(TimeSpan.Zero); // what is on record is what a kill leaves behind
        }

        await using var again = await SendRig.StartAsync(["a"], store: store, contacts: contacts);
        await Until.TrueAsync(() => again.Open.Find(again.Row(sent).Message.Id) is not null);
        Assert.Equal(0, again.Sandbox.Sends.Count);
        await again.ReceiveAsync(sent, "sent", "a");
        await Until.TrueAsync(() => again.Row(sent).State == MessageState.Completed);
        Assert.Equal(0, again.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Receive_ForAnotherNumbersSend_ProvesNothing()
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Contacts.Sent(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(LostAnswer);
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "unknown");
        await rig.ReceiveAsync(sent, "read", "b");

        Assert.Equal("unknown", rig.StateOf(sent));
        Assert.Equal(MessageState.Waiting, rig.Row(sent).State);
    }

    [Theory]
    [InlineData(SandboxFault.ResetBeforeReading, 1)]
    [InlineData(SandboxFault.ResetAfterReading, 1)]
    [InlineData(SandboxFault.ResetAfterAccepting, 2)]
    [InlineData(SandboxFault.Html, 1)]
    [InlineData(SandboxFault.TruncatedJson, 2)]
    [InlineData(SandboxFault.WrongLength, 2)]
    public async Task Send_AnswerBreaksOff_ArrivesAndAtMostOnceMore(SandboxFault fault, int taken)
    {
        await using var rig = await SendRig.StartAsync(["a", "b"]);
        rig.Contacts.Sent(Contact, "a", rig.Time.GetUtcNow());
        rig.Sandbox.Script.Add(LostAnswer with { Fault = fault });
        var sent = rig.Send(Contact, "x");
        await rig.PassUntilAsync(() => rig.Row(sent).State == MessageState.Completed, "its end", seconds: 1);

        Assert.Equal(taken, rig.Sandbox.Sends.Snapshot().Count(send => send.IsAccepted));
        Assert.All(rig.Sandbox.Sends.Snapshot(), send => Assert.Equal("ka", send.NumberKey));
        Assert.Equal(0, rig.Pool.Find("a")!.InFlight);
    }
}
