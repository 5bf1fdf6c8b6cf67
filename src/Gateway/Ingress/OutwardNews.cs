using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Ingress;

/// <summary>
/// What comes in tells the way out: receipts move sends forward, a customer's message opens its window and makes the
/// number theirs, notices say that a number or an account is out. Acted on once the events are durable.
/// </summary>
internal sealed class OutwardNews(ReceiptBook receipts, ContactBook contacts, NumberPool pool)
{
    private const int CountedAtOnce = 8;
    private readonly ConcurrentDictionary<string, StrongBox<int>> _inbound = new(StringComparer.Ordinal);
    private static readonly TimeSpan EarlyPause = TimeSpan.FromSeconds(1);

    /// <summary>Finds the sends that events are about and puts our ids on them, before they are stored.</summary>
    public LearnedEvents Read(List<InboundEvent> events, RoutingTable routes, DateTimeOffset now)
    {
        if (!events.Exists(static e => e.Kind is EventKind.Status or EventKind.Echo))
        {
            return new LearnedEvents(events, [], [], routes, now);
        }

        var early = new List<string>();
        var found = receipts.Match(events, (provider, channel) => routes.FindChannel(provider, channel)?.Number.Name, now, early);
        return new LearnedEvents(events, found, early, routes, now);
    }

    /// <summary>Holds receipts back for a moment whose send may be about to become known, so that the application gets them with our id.</summary>
    public void Delay(List<QueuedMessage> messages, LearnedEvents learned)
    {
        if (learned.Early.Count == 0)
        {
            return;
        }

        foreach (var message in messages)
        {
            if (message.DedupeKey is { } key && learned.Early.Contains(key) && pool.Find(message.Number) is { InFlight: > 0 })
            {
                message.Due = learned.ReceivedUtc + EarlyPause;
            }
        }
    }

    /// <summary>Acts on events that are stored.</summary>
    public void Stored(LearnedEvents learned)
    {
        foreach (var e in learned.Events)
        {
            switch (e.Kind)
            {
                case EventKind.Message:
                    Wrote(e, learned);
                    break;
                case EventKind.Channel:
                    Connection(e, learned.Routes);
                    break;
                case EventKind.Account:
                    Account(e);
                    break;
                default:
                    break;
            }
        }

        receipts.Arrived(learned.Receipts);
    }

    private void Wrote(InboundEvent e, LearnedEvents learned)
    {
        if (e.ContactKey is { } contact && NameOf(e, learned.Routes) is { } number)
        {
            if (contacts.Wrote(contact, number, e.TimestampUtc ?? learned.ReceivedUtc))
            {
                pool.Touch(number, ContactHash.Of(contact));
            }

            Count(number);
        }
    }

    // The pool is told of several at a time: it has one lock for all, and a few messages more or less matter to no rate.
    private void Count(string number)
    {
        if (_inbound.GetOrAdd(number, static _ => new StrongBox<int>()) is var count && Interlocked.Increment(ref count.Value) >= CountedAtOnce)
        {
            pool.CountInbound(number, Interlocked.Exchange(ref count.Value, 0));
        }
    }

    // Words of Evolution: open, connecting, close, refused, and what ends an instance.
    private void Connection(InboundEvent e, RoutingTable routes)
    {
        if (NameOf(e, routes) is not { } number)
        {
            return;
        }

        var news = e.Recoverable == false ? NumberNews.Down : e.Status switch
        {
            "open" => NumberNews.Up,
            "connecting" or "qr" => NumberNews.Doubtful,
            _ => (NumberNews?)null,
        };
        if (news is { } known)
        {
            pool.Notice(number, null, known, $"the provider reports {e.Status}");
        }
    }

    // Words of Meta's account_update.
    private void Account(InboundEvent e)
    {
        if (e.Type != "account_update" || e.WabaId is not { } account)
        {
            return;
        }

        var raw = e.Raw.Span;
        var news = e.Status switch
        {
            "DISABLED_UPDATE" when raw.IndexOf("\"REINSTATE\""u8) >= 0 => NumberNews.AccountUp,
            "DISABLED_UPDATE" when raw.IndexOf("\"DISABLE\""u8) >= 0 => NumberNews.AccountDown,
            "ACCOUNT_DELETED" => NumberNews.AccountDown,
            "ACCOUNT_RESTRICTION" when raw.IndexOf("BIZ_INITIATED"u8) >= 0 => NumberNews.BusinessInitiatedStopped,
            _ => (NumberNews?)null,
        };
        if (news is { } known)
        {
            pool.Notice(null, account, known, $"the provider reports {e.Status}");
        }
    }

    private static string? NameOf(InboundEvent e, RoutingTable routes) =>
        e.ChannelKey is { } channel ? routes.FindChannel(e.Provider, channel)?.Number.Name : null;
}
