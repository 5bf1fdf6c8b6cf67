using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I04: receipts come in any order; each is accepted and handed on in the order of its arrival.</summary>
public sealed class StatusOrderTests
{
    private static readonly string[] Statuses = ["sent", "delivered", "read", "failed"];

    [Fact]
    public async Task I04_EveryOrderOfReceipts_IsAcceptedAndKept()
    {
        await using var rig = await Rig.StartedAsync();
        using var webhooks = new Webhooks(rig.Url);
        var orders = Permutations([.. Statuses]).ToList();
        Assert.Equal(24, orders.Count);
        await Task.WhenAll(orders.Select(async (order, number) =>
        {
            foreach (var status in order)
            {
                var body = MetaBody.Status(Id(number), Contact(number), status);
                var answer = await webhooks.PostAsync(body);
                Assert.True(answer is { Status: 200, Accepted: 1 }, $"{status}: {answer}");
                Assert.True(await webhooks.PostAsync(body) is { Status: 200, Duplicates: 1 });
            }
        }));
        await Wait.UntilAsync(() => rig.Application.Deliveries.Count(delivery => delivery.Accepted) >= 24 * 4, "all receipts are delivered", context: rig.Gateway.Output.ToString);
        for (var number = 0; number < orders.Count; number++)
        {
            var arrived = rig.Application.Of(Id(number)).OrderBy(delivery => delivery.Received).Select(delivery => delivery.Status!);
            Assert.Equal(orders[number], arrived);
        }
    }

    private static string Id(int number) => $"wamid.receipt{number}";

    private static string Contact(int number) => MetaBody.Contact(500 + number);

    private static IEnumerable<string[]> Permutations(string[] items) =>
        items.Length == 1 ? [items] : items.SelectMany(first => Permutations([.. items.Where(item => item != first)]).Select(rest => (string[])[first, .. rest]));
}
