using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>Notices about the account, its limits, numbers and templates. <c>entry.time</c> is their only time.</summary>
internal static class MetaAccount
{
    internal static void Read(JsonElement entry, string field, JsonElement value, WebhookNumber number, in EventSink sink)
    {
        var odd = false;
        var status = Field.Key(value, "event"u8, ref odd);
        var limit = field == "business_capability_update" ? Field.Code(value, "max_daily_conversations_per_business"u8, ref odd) : null;
        var template = Template(value, ref odd);
        sink.Add(new InboundEvent
        {
            Kind = odd ? EventKind.Unknown : EventKind.Account,
            Provider = ProviderNames.Meta,
            BusinessNumber = Number(value, number),
            Type = field,
            Status = odd ? null : status,
            TimestampUtc = Field.TryAny(entry, "time"u8, out var time) ? Moment.FromUnix(time) : null,
            WabaId = Field.Code(entry, "id"u8, ref odd),
            Limit = odd ? null : limit,
            Template = odd ? null : template,
            Raw = sink.Raw(value),
        });
    }

    private static string? Number(JsonElement value, WebhookNumber number) =>
        Field.TryAny(value, "phone_number"u8, out var phone) || Field.TryAny(value, "display_phone_number"u8, out phone)
            ? Phone.Read(phone, number.Phone)
            : null;

    private static string? Template(JsonElement value, ref bool odd)
    {
        var name = Field.Text(value, "message_template_name"u8, ref odd);
        var language = Field.Text(value, "message_template_language"u8, ref odd);
        return name is null ? null : string.Concat(name, "/", language);
    }
}
