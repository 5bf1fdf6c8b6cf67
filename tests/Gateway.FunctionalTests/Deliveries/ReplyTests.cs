using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Crash;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Deliveries;

/// <summary>Replies in an answer become sends of the same conversation, once per event, whatever dies in between.</summary>
public sealed class ReplyTests
{
    private const string Replies = """{"replies":[{"type":"text","text":"first"},{"type":"text","text":"second"}]}""";
    private const int Conversation = 42;

    [Fact]
    public async Task Replies_InAnAnswer_AreQueuedOnceInTheirOrder()
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => new Answer { Body = Replies };
        await SendAsync(rig);
        await Wait.UntilAsync(async () => (await RepliesAsync(rig)).Count == 2, "both replies are queued", context: rig.Gateway.Output.ToString);
        Assert.Equal(["first", "second"], await RepliesAsync(rig));
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

        await rig.AssertCleanAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            var conversation = kill;
            await Wait.UntilAsync(async () => (await RepliesAsync(rig, conversation)).Count == 2, "both replies are queued once");
        }
    }

    [Theory]
    [InlineData("{\"replies\":[]}"), InlineData("{\"replies\":null}"), InlineData("[]"), InlineData("hola"), InlineData("{\"replies\":[{\"type\":\"fax\"}]}"), InlineData("{\"replies\":{}}")]
    public async Task Replies_ThatMakeNoSense_DoNotHoldTheEvent(string body)
    {
        await using var rig = await Rig.StartedAsync(KillTests.Quick);
        rig.Application.Behaviour = _ => new Answer { Body = body };
        await SendAsync(rig);
        await SendAsync(rig);
        Assert.Equal(2, (await rig.AssertCleanAsync()).Delivered);
        Assert.Empty(await RepliesAsync(rig));
    }

    private static async Task<SentEvent> SendAsync(Rig rig, int conversation = Conversation)
    {
        await using var sender = rig.NewSender();
        return await sender.SendAsync(conversation);
    }

    /// <summary>Texts of the sends in a conversation, oldest first.</summary>
    private static async Task<IReadOnlyList<string>> RepliesAsync(Rig rig, int conversation = Conversation)
    {
        var history = await rig.Client.HistoryAsync(MetaBody.ConversationKey(conversation));
        return [.. history.Where(item => item["direction"]?.GetValue<string>() == "out").Select(Text).Reverse()];
    }

    private static string Text(JsonNode item) => item["content"]?["text"]?.GetValue<string>() ?? item["content"]?["content"]?.GetValue<string>() ?? item.ToJsonString();
}
