using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>The store fails at one step of a send: it is not lost, not sent twice, and its number is free again.</summary>
public sealed class StoreFailureTests
{
    private const string Contact = "+15550001001";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_AttemptCannotBeWritten_NothingIsCalledUntilItCan(bool throws)
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Store.OnAppend = () => throws ? throw new StoreException("The disk is gone.") : new AppendResult(AppendStatus.Unavailable, 0, 0, "The disk is gone.");
        var sent = rig.Send(Contact, "x");
        await rig.PassAsync(TimeSpan.FromMinutes(5), seconds: 1);
        Assert.Equal(0, rig.Sandbox.Sends.Count);
        Assert.Equal((0, 0), (rig.Pool.Find("a")!.InFlight, rig.Row(sent).Attempts));

        rig.Store.OnAppend = static () => null;
        await rig.AllAcceptedAsync([sent], seconds: 1);
        Assert.Equal(1, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Send_CannotBeReadForAnHour_IsSentAfterwards()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Aliases.OnFind = static () => throw new StoreException("The disk is gone.");
        var message = rig.Intake.StoreAsync([new QueuedMessage { Queue = Queues.Sends, Number = "", LaneKey = "send:" + Contact, ReceivedUtc = rig.Time.GetUtcNow(), Payload = JobOf("x") }]);
        Assert.Equal(AppendStatus.Stored, (await message).Status);
        var sent = rig.Store.Tail;
        await rig.PassAsync(TimeSpan.FromHours(1), seconds: 10);
        Assert.Equal((MessageState.Waiting, 0), (rig.Row(sent).State, rig.Row(sent).Attempts));

        rig.Aliases.OnFind = static () => { };
        await rig.AllAcceptedAsync([sent], seconds: 1);
    }

    [Fact]
    public async Task Send_TakenAndThenSomethingFails_IsNotSentAgain()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule
        {
            Status = 200,
            Accepts = true,
            Body = """{"messaging_product":"whatsapp","contacts":[{"input":"15550001001","wa_id":"155500010019"}],"messages":[{"id":"wamid.one"}]}""",
        });
        var saves = 0;
        rig.Aliases.OnSave = () =>
        {
            saves++;
            throw new StoreException("The disk is gone.");
        };
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "accepted");
        await rig.PassAsync(TimeSpan.FromMinutes(30), seconds: 10);

        Assert.Equal((1, 1L), (saves, rig.Sandbox.Sends.Count));
        Assert.Equal(MessageState.Completed, rig.Row(sent).State);
    }

    [Fact]
    public async Task Send_ItsEndCannotBeWritten_IsToldOnceWhenItCan()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(new SandboxRule { MetaCode = 131026, Latency = TimeSpan.FromMilliseconds(300) });
        var sent = rig.Send(Contact, "x");
        await rig.Sandbox.Sends.WaitForAsync(1, default);
        rig.Store.OnAppend = static () => new AppendResult(AppendStatus.Unavailable, 0, 0, "The disk is gone.");
        await Until.TrueAsync(() => rig.IsIdle);
        await rig.PassAsync(TimeSpan.FromSeconds(30), seconds: 1);
        rig.Store.OnAppend = static () => null;
        await rig.PassUntilAsync(() => rig.Row(sent).State == MessageState.Parked, "the dead letters");

        Assert.Equal(1, rig.Sandbox.Sends.Count);
        Assert.Single(rig.Store.Rows, row => row.Message.Queue == "app:shop");
        Assert.Equal("failed", rig.StateOf(sent));
    }

    [Fact]
    public async Task Store_TheSameKeyTwice_IsSentOnceAlsoWhenTheFirstCouldNotBeStored()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Store.OnAppend = static () => new AppendResult(AppendStatus.Unavailable, 0, 0, "The disk is gone.");
        Assert.Equal(AppendStatus.Unavailable, (await rig.Intake.StoreAsync([Keyed(rig, "x", 1)])).Status);
        rig.Store.OnAppend = static () => null;
        var (first, second, other) = (Keyed(rig, "x", 1), Keyed(rig, "x", 1), Keyed(rig, "y", 2));
        await rig.Intake.StoreAsync([first]);
        await rig.Intake.StoreAsync([second]);
        await rig.Intake.StoreAsync([other]);

        Assert.False(first.IsDuplicate);
        Assert.Equal((true, false, first.Id), (second.IsDuplicate, second.IsOnceConflict, second.Id));
        Assert.Equal((true, true), (other.IsDuplicate, other.IsOnceConflict));
        await rig.ReachedAsync(first.Position, "accepted");
        Assert.Equal(["x"], rig.TextsOf(Contact));
    }

    private static QueuedMessage Keyed(SendRig rig, string text, ulong hash) => rig.Intake.Message(
        new Gateway.Sending.Requests.SendRequest(Job(text), Contracts.Messages.Priority.Normal, null, "order-1"), "shop", hash);

    private static byte[] JobOf(string text) => Gateway.Sending.Jobs.SendJobCodec.Encode(Job(text));

    private static Gateway.Sending.Jobs.SendJob Job(string text) => new()
    {
        Message = new Contracts.Messages.Outbound.OutboundMessage { To = Contact, Type = Contracts.Messages.Outbound.OutboundType.Text, Text = text },
    };
}
