using Relevo.Cache.Layers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Contacts;

/// <summary>
/// Phone numbers that WhatsApp knows under another spelling (Brazil's ninth digit, Mexico, Argentina): the key under which
/// events name the contact is learned from the provider's answers, and one contact stays one.
/// </summary>
internal sealed class Aliases(IContactAliases aliases, LayeredCache cache)
{
    private static readonly CacheLife Known = CacheLife.Only(TimeSpan.FromDays(1));
    private static readonly CacheLife Unknown = CacheLife.Only(TimeSpan.FromMinutes(10));

    /// <summary>The key that events use for a contact; the one asked for when no other is known. Reads the store at most once in ten minutes per contact.</summary>
    public string Canonical(string contactKey)
    {
        var key = Key(contactKey);
        if (!cache.TryGet<string>(key, out var other))
        {
            other = aliases.FindAlias(Alias(contactKey)) ?? "";
            cache.Set(key, other, other.Length == 0 ? Unknown : Known);
        }

        return other.Length == 0 ? contactKey : other;
    }

    /// <summary>The provider names this contact differently.</summary>
    public void Learn(string contactKey, string other)
    {
        if (contactKey != other && Canonical(contactKey) != other)
        {
            aliases.SaveAlias(Alias(contactKey), other);
            cache.Set(Key(contactKey), other, Known);
        }
    }

    private static string Alias(string contactKey) => "asked:" + contactKey;

    private static string Key(string contactKey) => CacheKeys.Of("alias", Alias(contactKey));
}
