using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Deliveries;

/// <summary>Without an application events are stored, completed and readable.</summary>
public sealed class WithoutApplicationTests
{
    [Fact]
    public async Task Webhook_NoApplication_IsKeptAndReadable()
    {
        await using var rig = await Rig.CreateAsync(withApplication: false);
        await rig.StartAsync();
        await using var sender = rig.NewSender();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Outcome.Ok, (await sender.SendAsync(5)).Outcome);
        }

        await rig.KillAsync();
        await rig.StartAsync();
        var history = await rig.Client.HistoryAsync(MetaBody.ConversationKey(5));
        var texts = history.Select(item => item["content"]!["text"]!.GetValue<string>()).Reverse();
        Assert.Equal(rig.History.Events.Select(item => Payload.Text(rig.History.Seed, item.Id)), texts);
        await Wait.UntilAsync(async () => (await rig.Client.GetAsync("/api/queue/metrics"))["waiting"]!.GetValue<long>() == 0, "nothing waits");
        Assert.Empty(rig.Application.Deliveries);
    }
}
