using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

internal static class StoreExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Appends one batch that must be stored.</summary>
    public static async Task<AppendResult> StoreAsync(this IMessageStore store, params QueuedMessage[] messages)
    {
        var result = await store.AppendAsync(messages).AsTask().WaitAsync(Patience);
        Assert.Equal((AppendStatus.Stored, (string?)null), (result.Status, result.Reason));
        return result;
    }

    public static Task<AppendResult> TryStoreAsync(this IMessageStore store, params QueuedMessage[] messages) =>
        store.AppendAsync(messages).AsTask().WaitAsync(Patience);

    public static async Task SettleAsync(this IMessageStore store, params Settlement[] settlements)
    {
        foreach (var settlement in settlements)
        {
            store.Settle(settlement);
        }

        await store.FlushedAsync();
    }

    public static Task FlushedAsync(this IMessageStore store) => store.FlushAsync(CancellationToken.None).WaitAsync(Patience);

    /// <summary>Completes when the store takes writes again.</summary>
    public static async Task HealedAsync(this IMessageStore store)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await store.ProbeAsync(patience.Token);
                return;
            }
            catch (StoreException)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    public static void AssertNoGap(this IMessageStore store)
    {
        Assert.Equal(0, store.Count(sends: false).Gap);
        Assert.Equal(0, store.Count(sends: true).Gap);
    }

    public static IReadOnlyList<string> Backlog(this IMessageStore store, string queue = Make.App)
    {
        var all = Enum.GetValues<Contracts.Messages.Priority>().SelectMany(priority => store.ReadBacklog(queue, priority, 0, int.MaxValue)).OrderBy(message => message.Position).ToList();
        Assert.All(all, message => Assert.True(store.LoadPayload(message)));
        return [.. all.Select(message => Make.Text(message.Payload[1..]))];
    }
}
