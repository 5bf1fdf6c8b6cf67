using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>Changes to earlier messages: <c>messages.delete</c> and <c>messages.edited</c>.</summary>
internal static class EvolutionChange
{
    /// <summary>The data is the key itself or, for deletions through the API, a record with the key inside.</summary>
    internal static InboundEvent Delete(JsonElement data, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var key = Field.TryObject(data, "key"u8, out var inside, ref odd) ? inside : data;
        return Revoke(EvolutionKey.Read(key, scope, ref odd), scope, odd, raw);
    }

    /// <summary>
    /// Fires for every protocol message. Only one with <c>editedMessage</c> is an edit; <c>REVOKE</c> (0 or absent) takes
    /// the message back; the rest is bookkeeping between phones.
    /// </summary>
    internal static InboundEvent Edit(JsonElement data, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        Field.TryObject(data, "key"u8, out var inside, ref odd);
        var key = EvolutionKey.Read(inside, scope, ref odd);
        if (Field.TryObject(data, "editedMessage"u8, out var edited, ref odd))
        {
            return Edited(data, edited, key, scope, odd, raw);
        }

        return odd || IsRevoke(data)
            ? Revoke(key, scope, odd, raw)
            : Event(EventKind.Ignored, key, scope, raw) with { Type = "messages.edited" };
    }

    private static bool IsRevoke(JsonElement data) =>
        !Field.TryAny(data, "type"u8, out var type)
        || (type.ValueKind == JsonValueKind.String && type.ValueEquals("REVOKE"u8))
        || Moment.Integer(type) == 0;

    private static InboundEvent Edited(JsonElement data, JsonElement edited, in EvolutionKey key, in ChannelScope scope, bool odd, ReadOnlyMemory<byte> raw)
    {
        var content = new EventContent { Odd = odd };
        EvolutionContent.ReadMessage(edited, ref content);
        var time = Field.TryAny(data, "timestampMs"u8, out var stamp) ? EvolutionNumber.Read(stamp, ref content.Odd) : null;
        var clear = !content.Odd && key.Id is not null;
        return Event(clear ? EventKind.Edit : EventKind.Unknown, key, scope, raw) with
        {
            DedupeKey = scope.Edit(key.Id, time),
            Type = "edit",
            Text = clear ? content.Text : null,
            TimestampUtc = time is { } value ? Moment.FromUnix(value) : null,
        };
    }

    private static InboundEvent Revoke(in EvolutionKey key, in ChannelScope scope, bool odd, ReadOnlyMemory<byte> raw)
    {
        var kind = key switch
        {
            _ when odd || key.Id is null => EventKind.Unknown,
            _ when key.IsNoConversation => EventKind.Ignored,
            _ => EventKind.Revoke,
        };
        return Event(kind, key, scope, raw) with
        {
            DedupeKey = scope.Revoke(key.Id),
            Type = "revoke",
            FromMe = key.FromMe ? true : null,
        };
    }

    private static InboundEvent Event(EventKind kind, in EvolutionKey key, in ChannelScope scope, ReadOnlyMemory<byte> raw) => new()
    {
        Kind = kind,
        Provider = scope.Provider,
        ChannelKey = scope.ChannelKey,
        ContactKey = key.With.ContactKey,
        ConversationKey = scope.Conversation(key.With.ContactKey),
        ProviderMessageId = key.Id,
        BusinessNumber = scope.BusinessNumber,
        TargetMessageId = kind == EventKind.Unknown ? null : key.Id,
        Sender = key.With.Sender,
        ContactLid = key.With.ContactLid,
        Raw = raw,
    };
}
