using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.MessageBird;

/// <summary>Customer and number of a legacy message.</summary>
internal static class MessageBirdParties
{
    /// <summary>The channel; our number is <c>to</c> of what was received and <c>from</c> of what was sent.</summary>
    internal static ChannelScope Us(JsonElement message, bool received, WebhookNumber number, ref bool odd)
    {
        var key = ChannelScope.Key(message, "channelId"u8, number, ref odd);
        var phone = Field.TryAny(message, received ? "to"u8 : "from"u8, out var value) ? Phone.Read(value, number.Phone) : null;
        return ChannelScope.Of(ProviderNames.MessageBird, key, phone, number);
    }

    /// <summary>The customer: <c>contact.msisdn</c>, a number without plus, else the other end of the message.</summary>
    internal static string? Contact(JsonElement root, JsonElement message, bool received, ref bool odd)
    {
        if (Field.TryObject(root, "contact"u8, out var contact, ref odd)
            && Field.TryAny(contact, "msisdn"u8, out var msisdn)
            && Phone.Read(msisdn) is { } phone)
        {
            return phone;
        }

        return Field.TryAny(message, received ? "from"u8 : "to"u8, out var value) ? Phone.Read(value) : null;
    }
}
