using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>The <c>value</c> of a change that holds messages, echoes, statuses and errors of one number.</summary>
internal static class MetaValue
{
    /// <summary>Reads each list in the order of the body; a list that is none is one unknown event.</summary>
    internal static void Read(JsonElement change, JsonElement value, WebhookNumber number, in EventSink sink)
    {
        var scope = Scope(value, number);
        var read = false;
        foreach (var property in value.EnumerateObject())
        {
            var list = ListOf(property);
            if (list == EventKind.Unknown || property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            read |= ReadList(property.Value, list, scope, sink);
            if (sink.IsFull)
            {
                return;
            }
        }

        if (!read)
        {
            sink.AddUnknown(change, scope, "messages");
        }
    }

    /// <summary>The number a value is about.</summary>
    internal static ChannelScope Scope(JsonElement value, WebhookNumber number)
    {
        var odd = false;
        Field.TryObject(value, "metadata"u8, out var metadata, ref odd);
        var key = ChannelScope.Key(metadata, "phone_number_id"u8, number, ref odd);
        var phone = Field.TryAny(metadata, "display_phone_number"u8, out var shown) ? Phone.Read(shown, number.Phone) : null;
        return ChannelScope.Of(ProviderNames.Meta, key, phone, number);
    }

    private static EventKind ListOf(JsonProperty property) => property switch
    {
        _ when property.NameEquals("messages"u8) => EventKind.Message,
        _ when property.NameEquals("statuses"u8) => EventKind.Status,
        _ when property.NameEquals("message_echoes"u8) => EventKind.Echo,
        _ when property.NameEquals("errors"u8) => EventKind.Error,
        _ => EventKind.Unknown,
    };

    private static bool ReadList(JsonElement list, EventKind kind, in ChannelScope scope, in EventSink sink)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            sink.AddUnknown(list, scope);
            return true;
        }

        var read = false;
        foreach (var item in list.EnumerateArray())
        {
            read = true;
            if (item.ValueKind == JsonValueKind.Object)
            {
                sink.Add(ReadItem(item, kind, scope, sink.Raw(item)));
            }
            else
            {
                sink.AddUnknown(item, scope);
            }

            if (sink.IsFull)
            {
                break;
            }
        }

        return read;
    }

    private static InboundEvent ReadItem(JsonElement item, EventKind kind, in ChannelScope scope, ReadOnlyMemory<byte> raw) => kind switch
    {
        EventKind.Status => MetaStatus.Read(item, scope, raw),
        EventKind.Error => MetaStatus.ReadError(item, scope, raw),
        _ => MetaMessage.Read(item, kind, scope, raw),
    };
}
