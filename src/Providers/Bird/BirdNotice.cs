using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>Events that are no messages: a channel's state, and Bird's own conversations.</summary>
internal static class BirdNotice
{
    /// <summary><c>channel.created</c> and <c>channel.updated</c>: the payload is the channel.</summary>
    internal static InboundEvent Channel(JsonElement payload, string name, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var scope = ChannelScope.Of(ProviderNames.Bird, ChannelScope.Key(payload, "id"u8, number, ref odd), businessNumber: null, number);
        var status = Field.Key(payload, "status"u8, ref odd);
        return new InboundEvent
        {
            Kind = odd ? EventKind.Unknown : EventKind.Channel,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            BusinessNumber = scope.BusinessNumber,
            Type = name,
            Status = odd ? null : status,
            TimestampUtc = Time(payload, "updatedAt"u8) ?? Time(payload, "createdAt"u8),
            Raw = raw,
        };
    }

    /// <summary>Service <c>conversations</c>: dropped, since the channel tells every message itself.</summary>
    internal static InboundEvent Conversation(JsonElement payload, string name, string? channel, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var scope = ChannelScope.Of(ProviderNames.Bird, channel, businessNumber: null, number);
        var contact = Field.TryFirst(payload, "featuredParticipants"u8, out var first, ref odd)
            ? BirdContact.Read(first, ref odd).ContactKey
            : null;
        return new InboundEvent
        {
            Kind = EventKind.Ignored,
            Provider = scope.Provider,
            ChannelKey = channel,
            ContactKey = contact,
            ConversationKey = scope.Conversation(contact),
            BusinessNumber = scope.BusinessNumber,
            Type = name,
            TimestampUtc = Time(payload, "createdAt"u8),
            ProviderConversationId = Field.Key(payload, "id"u8, ref odd),
            Raw = raw,
        };
    }

    private static DateTimeOffset? Time(JsonElement payload, ReadOnlySpan<byte> name) =>
        Field.TryAny(payload, name, out var time) ? Rfc3339.Read(time) : null;
}
