using System.Text.Json;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>Receipts come through the webhooks as providers post them, in any shape: the state ends right, and the application knows whose they are.</summary>
public sealed class ReceiptPathTests
{
    private const int Messages = 8; // of each shape
    private static readonly SandboxReceipts Usual = SandboxReceipts.Usual;

    private static readonly SandboxReceipts[] Shapes =
    [
        Usual,
        Usual with { Copies = 2 },
        Usual with { IsSwapped = true },
        Usual with { IsBeforeAnswer = true },
        Usual with { IsBeforeAnswer = true, IsSwapped = true, Copies = 2 },
        Usual with { Batch = 10 },
        Usual with { HasEcho = false },
    ];

    [Theory]
    [InlineData("a")]
    [InlineData("evolution:a")]
    public async Task Receipts_OfAnyShape_EndAsReadAndNameOurMessage(string number)
    {
        var rules = Shapes.Select((shape, place) => new SandboxRule { Recipient = SendRig.Phone(100 * place)[..^2] + "*", Receipts = shape });
        await using var rig = await SendRig.CreateAsync([number], options => options with { Rules = [.. rules] });
        await rig.Rig.StartAsync();
        var contacts = Enumerable.Range(0, Shapes.Length).SelectMany(place => Enumerable.Range(100 * place, Messages));
        var ids = await rig.Sends.BulkAsync(contacts.Select(contact => SendRig.Text(contact, $"{contact}")));
        await rig.TakenAsync(ids.Count);
        foreach (var id in ids)
        {
            await rig.BecomesAsync(id, "read");
        }

        foreach (var status in (string[])["sent", "delivered", "read"])
        {
            await Wait.UntilAsync(
                () => ids.All(id => rig.Rig.Application.Deliveries.Any(arrival => arrival is { Kind: "status", Accepted: true } && arrival.Status == status && MessageIdOf(arrival) == id)),
                $"the application has \"{status}\" of every message",
                context: () => $"{string.Join('\n', rig.Rig.Application.Deliveries.Take(5).Select(arrival => System.Text.Encoding.UTF8.GetString(arrival.Body)))}\n{rig.Story()}");
        }

        Assert.Equal(ids.Count, rig.Taken.Count);
        await rig.BalancedAsync();
    }

    private static string? MessageIdOf(Arrival arrival)
    {
        using var document = JsonDocument.Parse(arrival.Body);
        return document.RootElement.TryGetProperty("messageId", out var id) ? id.GetString() : null;
    }
}
