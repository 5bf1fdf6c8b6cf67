using Relevo.Cache.Layers;
using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending;

/// <summary>Answers to requests with an idempotency key, in front of the store, which decides whenever nothing is known here.</summary>
internal sealed class RecentRequests(LayeredCache cache)
{
    private const int Bytes = 48;
    private static readonly CacheLife Life = CacheLife.Only(TimeSpan.FromHours(1)); // far less than the day for which a key holds

    /// <summary>Marks a message that was stored before under its key, as the store would.</summary>
    /// <returns>False when nothing is known of it here.</returns>
    public bool Recall(QueuedMessage message)
    {
        if (message.OnceKey is not { } key || !cache.TryGet<Known>(Key(key), out var known))
        {
            return false;
        }

        (message.Id, message.IsDuplicate, message.IsOnceConflict) = (known.Id, true, known.Body != message.OnceBody);
        return true;
    }

    /// <summary>A message is stored.</summary>
    public void Learn(QueuedMessage message)
    {
        if (message.OnceKey is { } key && !message.IsDuplicate)
        {
            cache.Set(Key(key), new Known(message.Id, message.OnceBody), Life, Bytes);
        }
    }

    private static string Key(string onceKey) => CacheKeys.Of("once", onceKey);

    private sealed record Known(MessageId Id, ulong Body);
}
