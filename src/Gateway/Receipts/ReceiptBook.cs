using Relevo.Cache.Layers;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Receipts;

/// <summary>Finds the sends that receipts are about, and tells who waits for them. Receipts are stored in the commit of their webhook.</summary>
internal sealed class ReceiptBook(IMessageStore store, LayeredCache cache, OpenSends open, UnknownParked parked, NumberPool pool, TimeProvider time, ILogger<ReceiptBook> logger)
{
    private static readonly CacheLife Known = CacheLife.Only(TimeSpan.FromHours(1));
    private static readonly CacheLife Unknown = CacheLife.Only(TimeSpan.FromSeconds(2));
    private readonly EarlyReceipts _early = new(time);

    /// <summary>Wakes a conversation whose send waits for its receipt.</summary>
    public Action<ulong>? Wake { get; set; }

    /// <summary>Puts our id on events about a message we sent.</summary>
    /// <param name="events">The events; replaced where our id is found.</param>
    /// <param name="nameOf">Our name of a provider's number, or null.</param>
    /// <param name="now">When they came.</param>
    /// <param name="early">Where dedupe keys of receipts are added whose send is not known, perhaps only not yet.</param>
    /// <returns>What is to be stored with them.</returns>
    public List<TraceEntry> Match(List<InboundEvent> events, Func<string, string, string?> nameOf, DateTimeOffset now, List<string> early)
    {
        List<TraceEntry>? found = null;
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e.Kind is not (EventKind.Status or EventKind.Echo) || e.ChannelKey is null || nameOf(e.Provider, e.ChannelKey) is not { } number)
            {
                continue;
            }

            var id = Find(e, number);
            if (id is { } known)
            {
                events[i] = e with { MessageId = known.ToString() };
            }

            if (Entry(e, id ?? default, number, now) is { } entry)
            {
                Keep(e, id, entry, early, ref found);
            }
        }

        return found ?? [];
    }

    /// <summary>Our id of the message a provider's id stands for, from memory only; null when it is not known there.</summary>
    public MessageId? Recall(string providerKey) => cache.TryGet<MessageId>(Key(providerKey), out var id) ? id : null;

    /// <summary>The provider took a send: from now on its receipts are found by the provider's id, and those that came before are.</summary>
    public async Task AcceptedAsync(MessageId id, string number, string providerKey)
    {
        cache.Set<MessageId>(Key(providerKey), id, Known, 64);
        open.Claimed(providerKey);
        var early = _early.Take(providerKey).Select(entry => entry with { Message = id, Number = number }).ToList();
        if (early.Count > 0)
        {
            await store.AppendAsync([], early);
            Arrived(early);
        }
    }

    /// <summary>Tells everybody of receipts that are stored.</summary>
    public void Arrived(IReadOnlyList<TraceEntry> receipts)
    {
        foreach (var receipt in receipts)
        {
            try
            {
                Arrived(receipt);
            }
            catch (Exception error)
            {
                Sending.Log.NotMatched(logger, error.Message);
            }
        }
    }

    private static string Key(string providerKey) => CacheKeys.Of("sent", providerKey);

    private static TraceEntry? Entry(InboundEvent e, MessageId id, string number, DateTimeOffset now)
    {
        var kind = e.Kind == EventKind.Echo ? TraceKind.Accepted : e.Status switch
        {
            "accepted" => TraceKind.Accepted,
            "sent" => TraceKind.Sent,
            "delivered" => TraceKind.Delivered,
            "read" => TraceKind.Read,
            "failed" or "rejected" => TraceKind.Failed,
            _ => default,
        };
        return kind == default ? null : new TraceEntry(id, e.TimestampUtc ?? now, kind, number, e.MetaErrorCode ?? e.ErrorCode, ProviderKeys.Of(e));
    }

    // That the provider took it is news only while we do not know; the answer to the send says so itself.
    private void Keep(InboundEvent e, MessageId? id, TraceEntry entry, List<string> early, ref List<TraceEntry>? found)
    {
        if (id is null)
        {
            if (e.Kind == EventKind.Status && entry.ProviderKey is { } key && SendProtocols.Find(e.Provider) is { EchoesCorrelation: false })
            {
                early.Add(e.DedupeKey ?? "");
                _early.Add(key, entry);
                Catch(key, ref found);
            }
        }
        else if (entry.Kind != TraceKind.Accepted || open.Find(id.Value) is not null)
        {
            (found ??= []).Add(entry);
        }
    }

    // The send's answer may have come just before its receipt was put aside: then nobody looks for it there any more.
    private void Catch(string providerKey, ref List<TraceEntry>? found)
    {
        if (Recall(providerKey) is { } id)
        {
            (found ??= []).AddRange(_early.Take(providerKey).Select(entry => entry with { Message = id }));
        }
    }

    private MessageId? Find(InboundEvent e, string number)
    {
        if (MessageId.TryParse(Correlation.MessageId(e.CorrelationId), out var said))
        {
            return said;
        }

        if (ProviderKeys.Of(e) is not { } key)
        {
            return null;
        }

        if (e.Kind == EventKind.Echo)
        {
            return e.Origin == "api" && Recall(key) is null
                ? open.Echoed(key, number, e.ContactKey ?? "", e.Type, e.Text)?.Message.Id
                : Recall(key);
        }

        return MayBeOurs(e) ? Look(key) : null;
    }

    // Meta and Bird put our id on every receipt of a send of ours; only Bird's read receipts lack it.
    private static bool MayBeOurs(InboundEvent e) =>
        SendProtocols.Find(e.Provider) is { } protocol && (!protocol.EchoesCorrelation || (e.Provider is ProviderNames.Bird or ProviderNames.BirdV1 && e.CorrelationId is null));

    private MessageId? Look(string providerKey)
    {
        if (cache.TryGet<MessageId>(Key(providerKey), out var known))
        {
            return known;
        }

        if (cache.TryGet<bool>(Key(providerKey) + "?", out _))
        {
            return null;
        }

        var found = store.FindSent(providerKey);
        if (found is { } id)
        {
            cache.Set<MessageId>(Key(providerKey), id, Known, 64);
        }
        else
        {
            cache.Set(Key(providerKey) + "?", true, Unknown, 1);
        }

        return found;
    }

    private void Arrived(TraceEntry receipt)
    {
        if (receipt.Kind == TraceKind.Failed)
        {
            var (failure, isAccountWide) = FailedReceipts.Classify(receipt.ProviderKey?.Split(':', 2)[0], receipt.Answer);
            pool.Failed(receipt.Number, receipt.Message.Position, failure, isAccountWide);
        }
        else if (receipt.Kind >= TraceKind.Sent)
        {
            pool.Acknowledged(receipt.Number, receipt.Message.Position);
        }

        if (open.Find(receipt.Message) is { } work && work.Number?.Name == receipt.Number)
        {
            work.IsReceived = true;
            Wake?.Invoke(work.Message.Conversation);
        }
        else if (receipt.Kind != TraceKind.Failed && parked.Contains(receipt.Message))
        {
            _ = TakeOutAsync(receipt.Message);
        }
    }

    private async Task TakeOutAsync(MessageId id)
    {
        try
        {
            if (await store.CompleteParkedAsync(id, "a receipt came late", CancellationToken.None))
            {
                parked.Remove(id);
            }
        }
        catch (StoreException error)
        {
            Sending.Log.NotMatched(logger, error.Message); // it stays in the dead letters, where its state shows the receipt
        }
    }
}
