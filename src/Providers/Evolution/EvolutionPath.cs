using System.Collections.Frozen;

namespace Relevo.Providers.Evolution;

/// <summary>
/// What stands behind the number in Evolution's webhook path: <c>[/{token}][/{event-name}]</c>. In its
/// <c>webhookByEvents</c> mode Evolution appends the event to the configured address, lower case with dashes for dots
/// (evolution-api <c>webhook.controller.ts</c>).
/// </summary>
public static class EvolutionPath
{
    private const int MaxSegments = 2;

    // evolution-api src/api/types/wa.types.ts, enum Events, releases 1.1.0 to 2.3.6.
    private static readonly FrozenSet<string> EventNames = FrozenSet.Create(
        StringComparer.Ordinal,
        "application-startup", "call", "chats-delete", "chats-set", "chats-update", "chats-upsert", "connection-update",
        "contacts-set", "contacts-update", "contacts-upsert", "creds-update", "error", "group-participants-update",
        "groups-update", "groups-upsert", "instance-create", "instance-delete", "labels-association", "labels-edit",
        "logout-instance", "messages-delete", "messages-edited", "messages-set", "messages-update", "messages-upsert",
        "messaging-history-set", "new-jwt", "presence-update", "qrcode-updated", "remove-instance", "send-message",
        "send-message-update", "status-instance", "typebot-change-status", "typebot-start");

    /// <summary>Whether Evolution has an event of that name. Such a word cannot serve as the token in a path.</summary>
    public static bool IsEventName(string segment) => EventNames.Contains(segment);

    /// <summary>Divides the segments behind the number.</summary>
    /// <param name="segments">The segments, percent-decoded; empty ones do not count.</param>
    /// <param name="token">The token, or null.</param>
    /// <param name="eventName">The event name, or null. Behind a token any word is taken for one: new releases add events.</param>
    /// <returns>False when there are more segments than the path can have.</returns>
    public static bool TryRead(IReadOnlyList<string> segments, out string? token, out string? eventName)
    {
        ArgumentNullException.ThrowIfNull(segments);
        token = null;
        eventName = null;
        var count = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Length == 0)
            {
                continue;
            }

            count++;
            if (count == 1 && !IsEventName(segments[i]))
            {
                token = segments[i];
            }
            else
            {
                // What looked like an event was the first of two, so it was a token.
                token ??= eventName;
                eventName = segments[i];
            }
        }

        return count <= MaxSegments;
    }
}
