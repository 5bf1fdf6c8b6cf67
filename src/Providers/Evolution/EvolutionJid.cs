using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// WhatsApp's addresses: <c>digits[:device]@s.whatsapp.net</c> is a phone, <c>…@lid</c> hides one, <c>…@g.us</c> is a
/// group, <c>status@broadcast</c> and <c>…@newsletter</c> are no conversations.
/// </summary>
internal static class EvolutionJid
{
    private const string Person = "@s.whatsapp.net";
    private const string Hidden = "@lid";

    /// <summary>The phone of an address, <c>+</c> and digits.</summary>
    internal static string? Phone(JsonElement jid) => Field.Key(jid) is { } text ? Phone(text) : null;

    /// <summary>The phone of an address, <c>+</c> and digits.</summary>
    internal static string? Phone(string? jid) =>
        jid?.EndsWith(Person, StringComparison.Ordinal) == true ? Reading.Phone.Read(WithoutDevice(jid, Person)) : null;

    /// <summary>The LID of an address, without device.</summary>
    internal static string? Lid(string? jid)
    {
        if (jid?.EndsWith(Hidden, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var name = WithoutDevice(jid, Hidden);
        return name.Length + Hidden.Length == jid.Length ? jid : string.Concat(name, Hidden);
    }

    internal static bool IsGroup(string jid) => jid.EndsWith("@g.us", StringComparison.Ordinal);

    internal static bool IsNoConversation(string jid) =>
        jid == "status@broadcast" || jid.EndsWith("@newsletter", StringComparison.Ordinal);

    private static ReadOnlySpan<char> WithoutDevice(string jid, string domain)
    {
        var name = jid.AsSpan(0, jid.Length - domain.Length);
        var colon = name.IndexOf(':');
        return colon < 0 ? name : name[..colon];
    }
}
