using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Deliveries;

/// <summary>Replies in an answer become sends of the same conversation, once per event, whatever dies in between.</summary>
public sealed class ReplyTests
{
    private const string Replies = """{"replies":[{"type":"text","text":"first"},{"type":"text","text":"second"}]}""";

    [Fact]
    public async Task Replies_InAnAnswer_AreQueuedOnce()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => new Answer { Body = Replies };
        await SendAsync(rig, 1);
        await SendAsync(rig, 2);
        await rig.AssertCleanAsync();
        Assert.Equal(4, await QueuedAsync(rig));
        Assert.Equal(0, await rig.Client.MetricAsync("gateway_conservation_gap"));
    }

    /// <summary>The gateway dies while the answer is on its way, so the event is delivered and answered again.</summary>
    [Fact]
    public async Task Replies_ToAnEventDeliveredAgainAfterAKill_AreQueuedOnce()
    {
        const int Kills = 5;
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings.With("Delivery:MaxDeaths", 50)));
        for (var kill = 0; kill < Kills; kill++)
        {
            rig.Application.Behaviour = _ => new Answer { Body = Replies, After = Wait.ScheduleAsync(TimeSpan.FromMilliseconds(30)) };
            var item = await SendAsync(rig, kill);
            await Wait.UntilAsync(() => rig.Application.Of(item.Id.ToString()).Any(), "it is under way");
            await Wait.ScheduleAsync(TimeSpan.FromMilliseconds(28 + kill)); // Around the moment of the answer.
            await rig.KillAsync();
            await rig.StartAsync();
            await Wait.UntilAsync(() => rig.Application.Accepted(item.Id.ToString()) > 0, "it is delivered");
        }

        // The application may have taken what the gateway does not know to be taken: that comes again, after two deaths not at once.
        await Wait.UntilAsync(async () => await QueuedAsync(rig) >= 2 * Kills, "every reply is queued");
        await rig.AssertCleanAsync();
        Assert.Equal(2 * Kills, await QueuedAsync(rig));
    }

    /// <summary>The event's own repetition, too, must not repeat the replies: the answer comes, and is lost on the way.</summary>
    [Fact]
    public async Task Replies_ToAnEventRetriedAfterATimeout_AreQueuedOnce()
    {
        var late = new TaskCompletionSource();
        await using var rig = await Rig.StartedAsync(settings => KillTests.Quick(settings.With("Applications:default:TimeoutSeconds", 0.5)));
        var attempts = 0;
        rig.Application.Behaviour = _ => new Answer { Body = Replies, After = Interlocked.Increment(ref attempts) == 1 ? late.Task : null };
        var item = await SendAsync(rig, 3);
        await Wait.UntilAsync(() => rig.Application.Accepted(item.Id.ToString()) > 0, "it is delivered");
        late.SetResult();
        await Wait.UntilAsync(async () => await QueuedAsync(rig) > 0, "the replies are queued");
        await SendAsync(rig, 4);
        await rig.CheckAsync();
        Assert.Equal(4, await QueuedAsync(rig));
    }

    [Theory]
    [InlineData("{\"replies\":[]}"), InlineData("{\"replies\":null}"), InlineData("[]"), InlineData("hola"), InlineData("{\"replies\":[7,null,\"x\"]}"), InlineData("{\"replies\":{}}")]
    public async Task Replies_ThatMakeNoSense_DoNotHoldTheEvent(string body)
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => new Answer { Body = body };
        await SendAsync(rig, 5);
        await SendAsync(rig, 5);
        Assert.Equal(2, (await rig.AssertCleanAsync()).Delivered);
        Assert.Equal(0, await QueuedAsync(rig));
    }

    private static async Task<SentEvent> SendAsync(Rig rig, int conversation)
    {
        await using var sender = rig.NewSender();
        return await sender.SendAsync(conversation);
    }

    /// <summary>Sends that were ever stored.</summary>
    private static async Task<long> QueuedAsync(Rig rig) => (await rig.Client.GetAsync("/admin/status"))["sends"]!["accepted"]!.GetValue<long>();
}
