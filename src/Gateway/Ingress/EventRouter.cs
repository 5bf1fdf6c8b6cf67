using System.Globalization;
using System.Security.Cryptography;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Flow;
using Relevo.Providers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Ingress;

/// <summary>Turns the events of one authentic body into messages for the store: whose they are, which lane, which key. Pure.</summary>
internal sealed class EventRouter(RoutingTable routes, int staleAfterDays)
{
    /// <summary>Routes events to the number of the path, or to another number that holds the secret the body was signed with.</summary>
    /// <returns>The messages; <c>strangers</c> of them belong to no number of the settings.</returns>
    public List<QueuedMessage> Route(List<InboundEvent> events, NumberRoute? path, string provider, string secret, WebhookRequest request, out int strangers)
    {
        strangers = 0;
        var messages = new List<QueuedMessage>(events.Count);
        string? bodyHash = null;
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e.Kind == EventKind.Ignored)
            {
                continue;
            }

            var owner = Owner(e, path, provider, secret);
            var key = e.DedupeKey ?? BodyKey(bodyHash ??= Hash(request.Body.Span), owner ?? path, i);
            strangers += owner is null ? 1 : 0;
            messages.Add(owner is null ? Unrouted(e, path, key, request) : Message(e, owner, key, request));
        }

        return messages;
    }

    private NumberRoute? Owner(InboundEvent e, NumberRoute? path, string provider, string secret)
    {
        if (path is not null && path.Owns(e.ChannelKey))
        {
            return path;
        }

        var found = e.ChannelKey is { } channel
            ? routes.FindChannel(provider, channel)
            : routes.Meta.FirstOrDefault(route => route.Holds(secret) && (e.WabaId is null || route.Account is null || route.Account == e.WabaId));
        return found is not null && found.Holds(secret) ? found : null;
    }

    private QueuedMessage Message(InboundEvent e, NumberRoute owner, string key, WebhookRequest request)
    {
        var stale = staleAfterDays > 0 && e.TimestampUtc is { } time && time < request.ReceivedUtc.AddDays(-staleAfterDays);
        return new QueuedMessage
        {
            Queue = owner.Queue,
            Number = owner.Number.Name,
            Kind = e.Kind,
            Priority = e.ConversationKey is null ? Priority.High : Priority.Normal, // notices about a number are few and urgent
            LaneKey = e.ConversationKey ?? $"{e.Provider}:{e.ChannelKey ?? owner.Number.Key}",
            DedupeKey = key,
            ProviderTime = e.TimestampUtc,
            ReceivedUtc = request.ReceivedUtc,
            ParkReason = stale ? "stale" : null,
            Payload = EventPayload.Encode(e, owner.Number.Name, request.ReceivedUtc),
        };
    }

    // An event of a number nobody configured is kept and can be read, and goes to no application.
    private static QueuedMessage Unrouted(InboundEvent e, NumberRoute? path, string key, WebhookRequest request) => new()
    {
        Queue = Queues.None,
        Number = path?.Number.Name ?? "",
        Kind = EventKind.Unknown,
        LaneKey = e.ConversationKey ?? $"{e.Provider}:{e.ChannelKey}",
        DedupeKey = $"unrouted:{path?.Number.Name}:{key}", // must not hide the event from the number it belongs to
        ProviderTime = e.TimestampUtc,
        ReceivedUtc = request.ReceivedUtc,
        Payload = EventPayload.Encode(e with { Kind = EventKind.Unknown }, path?.Number.Name ?? "", request.ReceivedUtc),
    };

    private static string BodyKey(string hash, NumberRoute? number, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"body:{number?.Number.Name}:{hash}:{index}");

    private static string Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, digest);
        return Convert.ToHexString(digest);
    }
}
