using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.BirdV1;

/// <summary><c>from</c> and <c>to</c>: <c>{phone_number?, bsuid?}</c>.</summary>
internal static class BirdV1Party
{
    /// <summary>The customer: by phone when it is known, else by business-scoped user id.</summary>
    internal static Correspondent Contact(JsonElement data, ReadOnlySpan<byte> side, ref bool odd)
    {
        if (!Field.TryObject(data, side, out var party, ref odd))
        {
            return default;
        }

        var bsuid = Field.Key(party, "bsuid"u8, ref odd);
        var phone = Field.TryAny(party, "phone_number"u8, out var value) ? Phone.Read(value) : null;
        return new Correspondent { ContactKey = phone ?? bsuid, Bsuid = bsuid };
    }

    /// <summary>Our side, whose phone is the channel. Message ids are unique over all numbers, so keys leave it out.</summary>
    internal static ChannelScope Us(JsonElement data, ReadOnlySpan<byte> side, WebhookNumber number, ref bool odd)
    {
        var phone = Field.TryObject(data, side, out var party, ref odd) && Field.TryAny(party, "phone_number"u8, out var value)
            ? Phone.Read(value, number.Phone)
            : null;
        phone ??= number.Phone;
        return ChannelScope.Global(ProviderNames.BirdV1, phone, phone, number);
    }
}
