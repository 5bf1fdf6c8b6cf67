using Relevo.Contracts.Identity;
using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api;

/// <summary>What was said in a conversation, both ways. Events stand under the conversation, sends under the contact, since their number is chosen later.</summary>
internal static class MessageHistory
{
    /// <summary>Newest first, at most <paramref name="limit"/>.</summary>
    public static IReadOnlyList<MessageRecord> Read(IMessageStore store, GatewaySettings settings, string conversationKey, MessageId? before, int limit)
    {
        var events = store.History(conversationKey, before, limit);
        var parts = conversationKey.Split(':', 3);
        if (parts.Length < 3)
        {
            return events;
        }

        var number = settings.Numbers.FirstOrDefault(each => each.Value.Provider == parts[0] && (each.Value.Key == parts[1] || each.Value.Phone == parts[1])).Key;
        var sends = store.History(Queues.LaneOf(parts[2]), before, limit).Where(send => IsOf(send, number, store));
        return [.. events.Concat(sends).DistinctBy(record => record.Id).OrderByDescending(record => record.Id.Position).Take(limit)];
    }

    // A send belongs to the number that carried it; one that has not left yet belongs to whichever it may leave from.
    private static bool IsOf(MessageRecord send, string? number, IMessageStore store)
    {
        var carrier = store.ReadTrace(send.Id).LastOrDefault(entry => entry.Kind == TraceKind.Attempt)?.Number ?? send.Number;
        return number is null || carrier.Length == 0 || carrier == number;
    }
}
