using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>A customer knows one number of ours: it stays the same, over a restart too.</summary>
public sealed class StickinessTests
{
    private const int Each = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Contacts_GatewayRestarts_KeepTheirNumbers(bool killed)
    {
        await using var rig = await SendRig.CreateAsync(["a", "b", "c"]);
        await rig.Rig.StartAsync();
        for (var contact = 0; contact < Each; contact++)
        {
            Assert.Equal(200, await rig.Sandbox.PostInboundAsync(SendRig.KeyOf(1), SendRig.Phone(contact), "hola", CancellationToken.None)); // They wrote to b.
            var first = SendRig.Text(Each + contact, "first");
            first["from"] = "a"; // These were written to from a.
            await rig.Sends.SendAsync(first);
        }

        await rig.Sandbox.Sends.WaitForAsync(Each, CancellationToken.None).WaitAsync(Wait.Generous);
        await Wait.UntilAsync(() => rig.Rig.Application.Deliveries.Count(arrival => arrival.Kind == "message") >= Each, "the application has the messages");
        await AskAllAsync(rig, "second");
        if (killed)
        {
            await rig.Rig.KillAsync();
        }
        else
        {
            Assert.Equal(0, await rig.Rig.StopAsync());
        }

        await rig.Rig.StartAsync();
        await AskAllAsync(rig, "third");
        await rig.BalancedAsync();
    }

    /// <summary>Writes to all contacts without naming a number, and sees where it leaves.</summary>
    private static async Task AskAllAsync(SendRig rig, string text)
    {
        await rig.Sends.BulkAsync(Enumerable.Range(0, 2 * Each).Select(contact => SendRig.Text(contact, text)));
        var sends = await rig.Sandbox.Sends.WaitForAsync(send => send.Text == text, 2 * Each, CancellationToken.None).WaitAsync(Wait.Generous);
        Assert.All(sends, send => Assert.Equal(IsOfB(send.Recipient) ? SendRig.KeyOf(1) : SendRig.KeyOf(0), send.NumberKey));
    }

    private static bool IsOfB(string phone) => Enumerable.Range(0, Each).Any(contact => SendRig.Phone(contact) == phone);
}
