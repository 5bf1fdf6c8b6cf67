using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>Receipts of the Channels API. Its full list of words is not published: others are handed on as <c>unknown</c>.</summary>
internal static class BirdStatus
{
    /// <summary>The words of docs.bird.com "Message status" and of production code.</summary>
    internal static readonly WordTable Words = new(
        "accepted", "processing", "scheduled", "pending", "queued", "sent", "delivered", "read",
        "sending_failed", "delivery_failed", "failed", "rejected");

    /// <summary>The state of an outgoing message. Its time is that of the state, not of the message.</summary>
    internal static InboundEvent Read(JsonElement payload, in ChannelScope scope, in Correspondent with, bool odd, ReadOnlyMemory<byte> raw)
    {
        var id = Field.Key(payload, "id"u8, ref odd);
        var word = Field.Word(payload, "status"u8, Words, ref odd);
        var code = BirdFailure.Code(payload, ref odd);
        var reference = Field.Text(payload, "reference"u8, ref odd);
        var conversation = Field.Key(payload, "conversationId"u8, ref odd);
        var clear = !odd && id is not null && word is not null && scope.ChannelKey is not null;
        return new InboundEvent
        {
            Kind = clear ? EventKind.Status : EventKind.Unknown,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            ContactKey = with.ContactKey,
            ConversationKey = scope.Conversation(with.ContactKey),
            ProviderMessageId = id,
            DedupeKey = scope.Status(id, word, participant: null),
            BusinessNumber = scope.BusinessNumber,
            Type = "status",
            Status = clear ? Ours(word!) : null,
            TimestampUtc = Time(payload),
            Bsuid = with.Bsuid,
            ErrorCode = clear ? code : null,
            CorrelationId = clear && reference is { Length: > 0 } ? reference : null,
            ProviderConversationId = conversation,
            ProviderStatus = clear ? word : null,
            Raw = raw,
        };
    }

    /// <summary>A read receipt: it names the message and no contact.</summary>
    internal static InboundEvent Interaction(JsonElement payload, string? channel, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var scope = ChannelScope.Of(ProviderNames.Bird, channel, businessNumber: null, number);
        var id = Field.Key(payload, "messageId"u8, ref odd);
        var word = Field.Word(payload, "type"u8, Words, ref odd);
        var clear = !odd && id is not null && word == "read" && channel is not null;
        return new InboundEvent
        {
            Kind = clear ? EventKind.Status : EventKind.Unknown,
            Provider = scope.Provider,
            ChannelKey = channel,
            ProviderMessageId = id,
            DedupeKey = scope.Status(id, word, participant: null),
            BusinessNumber = scope.BusinessNumber,
            Type = "status",
            Status = clear ? "read" : null,
            TimestampUtc = Field.TryAny(payload, "createdAt"u8, out var created) ? Rfc3339.Read(created) : null,
            ProviderStatus = clear ? word : null,
            Raw = raw,
        };
    }

    private static DateTimeOffset? Time(JsonElement payload) =>
        Field.TryAny(payload, "lastStatusAt"u8, out var time) || Field.TryAny(payload, "updatedAt"u8, out time) ? Rfc3339.Read(time) : null;

    private static string Ours(string word) => word switch
    {
        "accepted" or "processing" or "scheduled" or "pending" or "queued" => "accepted",
        "sending_failed" or "delivery_failed" or "failed" => "failed",
        "sent" or "delivered" or "read" or "rejected" => word,
        _ => "unknown",
    };
}
