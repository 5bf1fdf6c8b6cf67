using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.MessageBird;

/// <summary>Receipts of the legacy API.</summary>
internal static class MessageBirdStatus
{
    private static readonly WordTable Words = new(
        "pending", "sent", "delivered", "read", "failed", "rejected", "received", "deleted", "unsupported");

    internal static InboundEvent Read(JsonElement root, JsonElement message, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var scope = MessageBirdParties.Us(message, received: false, number, ref odd);
        var contact = MessageBirdParties.Contact(root, message, received: false, ref odd);
        var id = Field.Key(message, "id"u8, ref odd);
        var word = Field.Word(message, "status"u8, Words, ref odd);
        Field.TryObject(message, "error"u8, out var error, ref odd);
        var code = Field.Code(error, "code"u8, ref odd);
        var clear = !odd && id is not null && word is not null && scope.ChannelKey is not null;
        var ours = Ours(word);
        return new InboundEvent
        {
            Kind = clear ? EventKind.Status : EventKind.Unknown,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            ContactKey = contact,
            ConversationKey = scope.Conversation(contact),
            ProviderMessageId = id,
            DedupeKey = scope.Status(id, word, participant: null),
            BusinessNumber = scope.BusinessNumber,
            Type = "status",
            Status = clear ? ours : null,
            TimestampUtc = Field.TryAny(message, "updatedDatetime"u8, out var updated) ? Rfc3339.Read(updated) : null,
            ErrorCode = clear ? code : null,
            ProviderStatus = clear && ours != word ? word : null,
            Raw = raw,
        };
    }

    private static string Ours(string? word) => word switch
    {
        "pending" => "accepted",
        "sent" or "delivered" or "read" or "failed" or "rejected" => word,
        _ => "unknown",
    };
}
