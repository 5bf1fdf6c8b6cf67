using System.Text;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Sandbox.Script;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>Receipts that come early, late, doubled and in any order (I04), and copies that look alike.</summary>
public sealed class ReceiptFaultTests
{
    private const string Contact = "+15550001001";
    private static readonly SandboxRule LostAnswer = new() { Name = "lost", Fault = SandboxFault.ResetAfterAccepting };

    [Fact]
    public async Task Receive_EveryOrderDoubled_NeverGoesBack()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        foreach (var order in Permutations(["sent", "delivered", "read", "failed"]))
        {
            var sent = rig.Send(Contact, "x");
            await rig.ReachedAsync(sent, "accepted");
            var best = 0;
            foreach (var status in order.SelectMany(status => new[] { status, status }))
            {
                await rig.ReceiveAsync(sent, status, "a", status == "failed" ? "131026" : null);
                var rank = Rank(rig.StateOf(sent));
                Assert.True(rank >= best, $"{rig.StateOf(sent)} after {string.Join(", ", order)}");
                best = rank;
            }

            Assert.Equal("read", rig.StateOf(sent));
        }
    }

    [Fact]
    public async Task Receive_BeforeTheAnswerWithoutOurId_IsFoundWhenTheAnswerComes()
    {
        await using var rig = await SendRig.StartAsync(["evo"]);
        rig.Sandbox.Script.Add(new SandboxRule { Latency = TimeSpan.FromSeconds(1) });
        var sent = rig.Send(Contact, "x");
        var call = await rig.Sandbox.Sends.WaitForAsync(send => send.IsAccepted, default);
        await rig.TellAsync(Status(call.ProviderMessageId!, "sent"), Status(call.ProviderMessageId!, "delivered"));
        await rig.ReachedAsync(sent, "delivered");

        Assert.Equal(rig.Row(sent).Message.Id, rig.Receipts.Recall(ProviderKeys.Of("evolution", "kevo", call.ProviderMessageId!)));
        var message = Event(Status(call.ProviderMessageId!, "read"));
        new LateMatch(rig.Receipts).Resolve(message);
        Assert.StartsWith($$"""{"messageId":"{{rig.Row(sent).Message.Id}}","kind":""", Encoding.UTF8.GetString(message.Payload.Span[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receive_DuringACallWhoseAnswerIsLost_IsEnough()
    {
        await using var rig = await SendRig.StartAsync(["a"]);
        rig.Sandbox.Script.Add(LostAnswer with { Latency = TimeSpan.FromSeconds(1) });
        var sent = rig.Send(Contact, "x");
        await rig.Sandbox.Sends.WaitForAsync(1, default);
        await rig.ReceiveAsync(sent, "sent", "a");
        await Until.TrueAsync(() => rig.Row(sent).State == MessageState.Completed, "its end, while the clock stands still");

        Assert.Equal(1, rig.Sandbox.Sends.Count);
        Assert.Null(rig.Open.Find(rig.Row(sent).Message.Id));
    }

    [Fact]
    public async Task Receive_WhileTheRepetitionStandsInLine_StopsIt()
    {
        await using var rig = await SendRig.StartAsync(["a"], settings => (settings.Numbers["a"].MessagesPerSecond, settings.Numbers["a"].Burst) = (0.02, 1));
        rig.Sandbox.Script.Add(LostAnswer with { To = 1 });
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "unknown");
        await rig.PassUntilAsync(() => rig.Pool.Find("a")!.Waiting == 1, "the line");
        await rig.ReceiveAsync(sent, "delivered", "a");
        await rig.PassUntilAsync(() => rig.Row(sent).State == MessageState.Completed, "its end");

        Assert.Equal(1, rig.Sandbox.Sends.Count);
        Assert.Equal("delivered", rig.StateOf(sent));
        Assert.Equal(0, rig.Pool.Find("a")!.InFlight);
    }

    [Fact]
    public async Task Receive_TheFailureOfASendOfUnknownOutcome_IsItsEndAlsoAfterARestart()
    {
        var (store, contacts) = (new MemoryStore(), new MemoryContacts());
        long sent;
        await using (var rig = await SendRig.StartAsync(["a"], store: store, contacts: contacts))
        {
            rig.Sandbox.Script.Add(LostAnswer);
            sent = rig.Send(Contact, "x");
            await rig.ReachedAsync(sent, "unknown");
            await rig.Queue.Lanes!.StopAsync(TimeSpan.Zero);
            await rig.ReceiveAsync(sent, "failed", "a", "131026");
        }

        await using var again = await SendRig.StartAsync(["a"], store: store, contacts: contacts);
        await Until.TrueAsync(() => again.Row(sent).State == MessageState.Completed, "its end");
        Assert.Equal("failed", again.StateOf(sent));
        Assert.Equal(0, again.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Echo_OfASendOfUnknownOutcome_ProvesItOnceAndForAll()
    {
        await using var rig = await SendRig.StartAsync(["evo"]);
        rig.Sandbox.Script.Add(LostAnswer);
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "unknown");
        var call = Assert.Single(rig.Sandbox.Sends.Snapshot());
        await rig.TellAsync(Echo(call.ProviderMessageId!, "x"), Echo(call.ProviderMessageId!, "x"));
        await Until.TrueAsync(() => rig.Row(sent).State == MessageState.Completed, "its end");

        var next = rig.Send(Contact, "x");
        await Until.TrueAsync(() => rig.Open.Find(rig.Row(next).Message.Id) is not null, "the next one's wait");
        await rig.TellAsync(Echo(call.ProviderMessageId!, "x")); // the same copy, come again
        Assert.Equal("unknown", rig.StateOf(next));
        await rig.TellAsync(Status(call.ProviderMessageId!, "read"));
        Assert.Equal("read", rig.StateOf(sent));
    }

    [Fact]
    public async Task Receive_JustAsTheAnswerComes_IsNotLost()
    {
        await using var rig = await SendRig.StartAsync(["evo"]);
        var sent = rig.Send(Contact, "x");
        await rig.ReachedAsync(sent, "accepted");
        rig.Store.OnRead = what =>
        {
            if (what == nameof(IMessageStore.FindSent))
            {
                rig.Receipts.AcceptedAsync(rig.Row(sent).Message.Id, "evo", ProviderKeys.Of("evolution", "kevo", "late")).GetAwaiter().GetResult();
            }
        };
        await rig.TellAsync(Status("late", "delivered")); // it was looked up before its send was known, and put aside after

        Assert.Equal("delivered", rig.StateOf(sent));
    }

    [Fact]
    public async Task Echo_BeforeTheOutcomeIsUnknown_ProvesItAtOnce()
    {
        await using var rig = await SendRig.StartAsync(["evo"]);
        rig.Sandbox.Script.Add(LostAnswer with { Latency = TimeSpan.FromSeconds(1) });
        var sent = rig.Send(Contact, "x");
        var call = await rig.Sandbox.Sends.WaitForAsync(send => send.IsAccepted, default);
        await rig.TellAsync(Echo(call.ProviderMessageId!, "x"));
        await Until.TrueAsync(() => rig.Row(sent).State == MessageState.Completed, "its end, while the clock stands still");

        Assert.Equal(1, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Echo_TwoOpenSendsSayTheSame_NeitherIsRepeated()
    {
        await using var rig = await SendRig.StartAsync(["evo"]);
        rig.Sandbox.Script.Add(LostAnswer);
        var (one, two) = await TwinsAsync(rig);
        await rig.PassUntilAsync(() => rig.Row(one).State == MessageState.Parked && rig.Row(two).State == MessageState.Parked, "the dead letters", seconds: 1);

        Assert.Equal(2, rig.Sandbox.Sends.Count);
    }

    [Fact]
    public async Task Echo_OfEachOfTwoOpenSendsThatSayTheSame_ProvesEach()
    {
        await using var rig = await SendRig.StartAsync(["evo"]);
        rig.Sandbox.Script.Add(LostAnswer);
        var (one, two) = await TwinsAsync(rig);
        var calls = rig.Sandbox.Sends.Snapshot();
        await rig.TellAsync(Echo(calls[0].ProviderMessageId!, "x"), Echo(calls[1].ProviderMessageId!, "x"));
        await Until.TrueAsync(() => rig.Row(one).State == MessageState.Completed && rig.Row(two).State == MessageState.Completed, "both ends");

        Assert.Equal(2, rig.Sandbox.Sends.Count);
    }

    // Two lanes of one contact: what is scheduled has one of its own.
    private static async Task<(long One, long Two)> TwinsAsync(SendRig rig)
    {
        var message = new QueuedMessage
        {
            Queue = Queues.Sends,
            Number = "",
            LaneKey = $"send:{Contact}:at:1",
            ReceivedUtc = rig.Time.GetUtcNow(),
            Payload = rig.Row(rig.Send(Contact, "x")).Message.Payload,
        };
        rig.Store.Commit(message);
        var (one, two) = (message.Position - 1, message.Position);
        await rig.ReachedAsync(one, "unknown");
        await rig.ReachedAsync(two, "unknown");
        return (one, two);
    }

    private static InboundEvent Status(string providerId, string status) => new()
    {
        Kind = EventKind.Status,
        Provider = "evolution",
        ChannelKey = "kevo",
        ContactKey = Contact,
        ProviderMessageId = providerId,
        Status = status,
    };

    private static InboundEvent Echo(string providerId, string text) => new()
    {
        Kind = EventKind.Echo,
        Provider = "evolution",
        ChannelKey = "kevo",
        ContactKey = Contact,
        ProviderMessageId = providerId,
        Origin = "api",
        Type = "text",
        Text = text,
    };

    private static QueuedMessage Event(InboundEvent e)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        output.GetSpan(1)[0] = (byte)PayloadFormat.Plain;
        output.Advance(1);
        EventEncoder.Encode(e, "evo", DateTimeOffset.UnixEpoch, output);
        return new QueuedMessage { Queue = "app:shop", Number = "evo", Kind = e.Kind, ReceivedUtc = DateTimeOffset.UnixEpoch, Payload = output.WrittenMemory };
    }

    private static int Rank(string state) => state switch
    {
        "accepted" => 1,
        "sent" => 2,
        "failed" => 3,
        "delivered" => 4,
        "read" => 5,
        _ => 0,
    };

    private static IEnumerable<string[]> Permutations(string[] words) => words.Length <= 1
        ? [words]
        : words.SelectMany(word => Permutations([.. words.Where(other => other != word)]).Select(rest => (string[])[word, .. rest]));
}
