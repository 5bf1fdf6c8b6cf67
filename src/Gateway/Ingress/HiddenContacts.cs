using Relevo.Cache.Layers;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Ingress;

/// <summary>
/// Keeps one conversation of a contact that Evolution shows under a hidden id (LID) in one message and under its phone
/// number in the next: a LID that once came with a phone number stands for it from then on. One that never did stays the
/// contact's key.
/// </summary>
internal sealed class HiddenContacts(IContactAliases aliases, LayeredCache cache)
{
    private const string Suffix = "@lid";
    private static readonly CacheLife Known = CacheLife.Only(TimeSpan.FromDays(1));
    private static readonly CacheLife Unknown = CacheLife.Only(TimeSpan.FromSeconds(30));

    /// <summary>Learns from events that name both, and puts the phone number where only the LID stands.</summary>
    public void Resolve(List<InboundEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e.ContactLid is { } lid && e.ContactKey is { } phone && phone.StartsWith('+'))
            {
                Learn(e, lid, phone);
            }
            else if (e.ContactKey is { } hidden && hidden.EndsWith(Suffix, StringComparison.Ordinal) && Find(e, hidden) is { } contact)
            {
                events[i] = e with { ContactKey = contact, ConversationKey = $"{e.Provider}:{e.ChannelKey}:{contact}", ContactLid = hidden };
            }
        }
    }

    private static string Alias(InboundEvent e, string lid) => $"{e.Provider}:{e.ChannelKey}:{lid}";

    private void Learn(InboundEvent e, string lid, string phone)
    {
        var alias = Alias(e, lid);
        var key = CacheKeys.Of("alias", alias);
        if (cache.TryGet<string>(key, out var known) && known == phone)
        {
            return;
        }

        if (aliases.FindAlias(alias) != phone)
        {
            aliases.SaveAlias(alias, phone);
        }

        cache.Set(key, phone, Known);
    }

    private string? Find(InboundEvent e, string lid)
    {
        var alias = Alias(e, lid);
        var key = CacheKeys.Of("alias", alias);
        if (!cache.TryGet<string>(key, out var contact))
        {
            contact = aliases.FindAlias(alias) ?? "";
            cache.Set(key, contact, contact.Length == 0 ? Unknown : Known);
        }

        return contact.Length == 0 ? null : contact;
    }
}
