using Relevo.Contracts.Messages;
using Relevo.Sandbox.Tests.Support;

namespace Relevo.Sandbox.Tests;

/// <summary>What happens without a script: a message is taken, and its receipts come.</summary>
public sealed class AcceptTests
{
    public static TheoryData<string> Providers => [.. Rig.Providers];

    [Theory, MemberData(nameof(Providers))]
    public async Task Send_Text_IsTakenAndRecorded(string provider)
    {
        await using var rig = await Rig.StartAsync();
        var (status, body, _) = await rig.SendTextAsync(provider);

        var send = Assert.Single(rig.Server.Sends.Snapshot());
        Assert.True(send is { Status: 200 or 201 or 202, IsAccepted: true, Type: "text", Text: "hola", Recipient: Rig.Customer, Sequence: 1 });
        Assert.Equal((send.Status, provider, Rig.KeyOf(provider)), (status, send.Provider, send.NumberKey));
        Assert.Equal(provider == "evolution" ? null : "gw:1", send.CorrelationId);
        var id = provider switch
        {
            "meta" => body.GetProperty("messages")[0].GetProperty("id"),
            "evolution" => body.GetProperty("key").GetProperty("id"),
            _ => body.GetProperty("id"),
        };
        Assert.Equal(send.ProviderMessageId, id.GetString());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Send_Text_ReceiptsAreAuthenticAndInOrder(string provider)
    {
        await using var rig = await Rig.StartAsync();
        await rig.SendTextAsync(provider);
        await rig.Gateway.ReceivedAsync(provider == "evolution" ? 4 : 3);

        Assert.All(rig.Gateway.Hooks, hook => Assert.True(hook.IsAuthentic, hook.Body));
        var send = rig.Server.Sends.Snapshot()[0];
        var events = rig.Gateway.Events.ToList();
        Assert.All(events, item => Assert.Equal((send.ProviderMessageId, Rig.KeyOf(provider)), (item.ProviderMessageId, item.ChannelKey)));
        if (provider == "evolution")
        {
            Assert.Equal((EventKind.Echo, "api", "hola", Rig.Customer), (events[0].Kind, events[0].Origin, events[0].Text, events[0].ContactKey));
            events.RemoveAt(0);
        }

        Assert.Equal(["sent", "delivered", "read"], events.Select(item => item.Status));
        Assert.Equal(send.CorrelationId, events[0].CorrelationId);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task PostInbound_Text_IsAnAuthenticMessage(string provider)
    {
        await using var rig = await Rig.StartAsync();
        Assert.Equal(200, await rig.Server.PostInboundAsync(Rig.KeyOf(provider), Rig.Customer, "olá 👋", CancellationToken.None));

        var hook = Assert.Single(rig.Gateway.Hooks);
        var item = Assert.Single(hook.Events);
        Assert.True(hook.IsAuthentic);
        Assert.Equal((EventKind.Message, "text", "olá 👋", Rig.Customer, Rig.KeyOf(provider)), (item.Kind, item.Type, item.Text, item.ContactKey, item.ChannelKey));
        Assert.NotNull(item.DedupeKey);
    }
}
