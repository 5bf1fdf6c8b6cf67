using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>Who a message is from or to, and which number of ours it went through.</summary>
internal static class BirdContact
{
    /// <summary><c>sender.contact</c>, in an older form <c>sender.contacts[0]</c>; what it lacks may be in <c>meta.extraInformation</c>.</summary>
    internal static Correspondent Sender(JsonElement payload, ref bool odd)
    {
        var with = default(Correspondent);
        if (Field.TryObject(payload, "sender"u8, out var sender, ref odd) && TryContact(sender, out var contact, ref odd))
        {
            with = Read(contact, ref odd);
        }

        if (Field.TryObject(payload, "meta"u8, out var meta, ref odd) && Field.TryObject(meta, "extraInformation"u8, out var extra, ref odd))
        {
            with.Bsuid ??= Field.Key(extra, "whatsappbsuid"u8, ref odd);
            if (with.ContactKey is null || with.ContactKey == with.Bsuid)
            {
                with.ContactKey = Field.TryAny(extra, "phoneNumber"u8, out var phone) ? Phone.Read(phone) ?? with.Bsuid : with.Bsuid;
            }
        }

        return with;
    }

    /// <summary><c>receiver.contacts[0]</c> (docs.bird.com) or <c>receiver.connector</c> (neuro-bot).</summary>
    internal static Correspondent Receiver(JsonElement payload, ref bool odd)
    {
        if (!Field.TryObject(payload, "receiver"u8, out var receiver, ref odd))
        {
            return default;
        }

        return TryContact(receiver, out var contact, ref odd) || Field.TryObject(receiver, "connector"u8, out contact, ref odd)
            ? Read(contact, ref odd)
            : default;
    }

    /// <summary>Our number: the connector of the side that is us. It may be empty; the configured one counts then.</summary>
    internal static string? OurNumber(JsonElement payload, ReadOnlySpan<byte> side, WebhookNumber number, ref bool odd) =>
        Field.TryObject(payload, side, out var us, ref odd)
        && Field.TryObject(us, "connector"u8, out var connector, ref odd)
        && Field.TryAny(connector, "identifierValue"u8, out var value)
            ? Phone.Read(value, number.Phone)
            : null;

    /// <summary>A contact by its identifier: a phone, or what WhatsApp gives instead of one.</summary>
    internal static Correspondent Read(JsonElement contact, ref bool odd)
    {
        var key = Field.Key(contact, "identifierKey"u8, ref odd);
        var value = Field.Key(contact, "identifierValue"u8, ref odd);
        if (value is null)
        {
            return default;
        }

        return key is null or "phonenumber"
            ? new Correspondent { ContactKey = Phone.Read(value.AsSpan()) }
            : new Correspondent { ContactKey = value, Bsuid = key == "whatsappbsuid" ? value : null };
    }

    private static bool TryContact(JsonElement side, out JsonElement contact, ref bool odd) =>
        Field.TryObject(side, "contact"u8, out contact, ref odd) || Field.TryFirst(side, "contacts"u8, out contact, ref odd);
}
