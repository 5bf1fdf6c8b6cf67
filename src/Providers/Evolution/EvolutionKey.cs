using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// The key of a message. Depending on the release <c>remoteJid</c> is a phone or a LID, and the other one stands in
/// <c>remoteJidAlt</c> (2.3.3 and later), <c>senderPn</c> (2.3.0), <c>previousRemoteJid</c> (2.3.1) or nowhere
/// (evolution-api issues #1778, #1872, #2326, #2466).
/// </summary>
internal ref struct EvolutionKey
{
    /// <summary>Id of the message.</summary>
    internal string? Id;

    /// <summary>True when our own account wrote it.</summary>
    internal bool FromMe;

    /// <summary>Who it was written with.</summary>
    internal Correspondent With;

    /// <summary>True for the news feed and channels, which are no conversations.</summary>
    internal bool IsNoConversation;

    /// <summary>Reads <c>{remoteJid, fromMe, id, participant?, …}</c>.</summary>
    internal static EvolutionKey Read(JsonElement key, in ChannelScope scope, ref bool odd)
    {
        var jid = Field.Key(key, "remoteJid"u8, ref odd);
        var read = new EvolutionKey
        {
            Id = Field.Key(key, "id"u8, ref odd),
            FromMe = Field.Flag(key, "fromMe"u8, ref odd) == true,
        };
        if (jid is null)
        {
            return read;
        }

        read.IsNoConversation = EvolutionJid.IsNoConversation(jid);
        read.With = EvolutionJid.IsGroup(jid) ? Group(key, jid, ref odd) : Single(key, jid, read.FromMe, ref odd);

        // Protocol messages may carry the key as the customer's phone sees it: the other end is then us.
        if (read.With.ContactKey is not null && read.With.ContactKey == scope.BusinessNumber)
        {
            read.With = default;
        }

        return read;
    }

    /// <summary>The contact of a bare <c>remoteJid</c>.</summary>
    internal static string? Contact(string? jid) =>
        jid is not null && EvolutionJid.IsGroup(jid) ? jid : EvolutionJid.Phone(jid) ?? EvolutionJid.Lid(jid);

    /// <summary>The person behind a participant's address, by phone when it is known.</summary>
    internal static string? Participant(JsonElement parent, ref bool odd)
    {
        var participant = Field.Key(parent, "participant"u8, ref odd);
        return EvolutionJid.Phone(participant)
            ?? EvolutionJid.Phone(Field.Key(parent, "participantAlt"u8, ref odd))
            ?? EvolutionJid.Phone(Field.Key(parent, "participantPn"u8, ref odd))
            ?? EvolutionJid.Lid(participant);
    }

    private static Correspondent Group(JsonElement key, string jid, ref bool odd) => new()
    {
        ContactKey = jid,
        Sender = Participant(key, ref odd),
    };

    private static Correspondent Single(JsonElement key, string jid, bool fromMe, ref bool odd)
    {
        var other = Field.Key(key, "remoteJidAlt"u8, ref odd);
        var sender = Field.Key(key, "senderPn"u8, ref odd);
        var previous = Field.Key(key, "previousRemoteJid"u8, ref odd);

        // In what we wrote ourselves the sender is us.
        var phone = EvolutionJid.Phone(jid) ?? EvolutionJid.Phone(other) ?? (fromMe ? null : EvolutionJid.Phone(sender));
        var lid = EvolutionJid.Lid(jid) ?? EvolutionJid.Lid(other) ?? EvolutionJid.Lid(previous);
        return phone is null
            ? new Correspondent { ContactKey = lid }
            : new Correspondent { ContactKey = phone, ContactLid = lid };
    }
}
