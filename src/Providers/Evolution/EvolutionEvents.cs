using System.Collections.Frozen;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>Names of events as they stand in the body (evolution-api wa.types.ts, enum Events).</summary>
internal static class EvolutionEvents
{
    /// <summary>Those that come all the time, whose names then cost no string.</summary>
    internal static readonly WordTable Usual = new(
        "messages.upsert", "messages.update", "send.message", "messages.delete", "messages.edited", "connection.update",
        "presence.update", "contacts.update", "contacts.upsert", "chats.update", "chats.upsert");

    private static readonly FrozenSet<string> Ignored = FrozenSet.Create(
        StringComparer.Ordinal,
        "application.startup", "call", "chats.delete", "chats.set", "chats.update", "chats.upsert", "contacts.set",
        "contacts.update", "contacts.upsert", "creds.update", "group-participants.update", "groups.update", "groups.upsert",
        "labels.association", "labels.edit", "messages.set", "messaging-history.set", "new.jwt", "presence.update",
        "typebot.change-status", "typebot.start");

    /// <summary>Whether the event is dropped on purpose: synchronisation, presence, groups, labels, calls, chat bots.</summary>
    internal static bool IsIgnored(string name) => Ignored.Contains(name);
}
