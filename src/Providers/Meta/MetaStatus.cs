using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>One element of <c>statuses[]</c> or of the number's <c>errors[]</c>.</summary>
internal static class MetaStatus
{
    private static readonly WordTable Words = new("sent", "delivered", "read", "failed", "played", "deleted", "warning", "accepted");

    internal static InboundEvent Read(JsonElement status, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var id = Field.Key(status, "id"u8, ref odd);
        var word = Field.Word(status, "status"u8, Words, ref odd);
        var participant = Field.Key(status, "recipient_participant_id"u8, ref odd);
        var with = Recipient(status, ref odd);
        var code = MetaContent.FirstErrorCode(status, ref odd);
        var correlation = Field.Text(status, "biz_opaque_callback_data"u8, ref odd);
        var time = MetaMessage.Time(status, ref odd);
        var clear = !odd && id is not null && word is not null && scope.ChannelKey is not null;
        var ours = Ours(word);
        return new InboundEvent
        {
            Kind = clear ? KindOf(word!) : EventKind.Unknown,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            ContactKey = with.ContactKey,
            ConversationKey = scope.Conversation(with.ContactKey),
            ProviderMessageId = id,
            DedupeKey = scope.Status(id, word, participant),
            BusinessNumber = scope.BusinessNumber,
            Type = "status",
            Status = clear ? ours : null,
            TimestampUtc = time,
            Sender = with.Sender,
            Bsuid = with.Bsuid,
            ErrorCode = clear ? code : null,
            CorrelationId = clear ? correlation : null,
            ProviderStatus = clear && ours != word ? word : null,
            Raw = raw,
        };
    }

    internal static InboundEvent ReadError(JsonElement error, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var code = Field.Code(error, "code"u8, ref odd);
        return new InboundEvent
        {
            Kind = odd ? EventKind.Unknown : EventKind.Error,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            BusinessNumber = scope.BusinessNumber,
            Type = "error",
            ErrorCode = odd ? null : code,
            Raw = raw,
        };
    }

    private static Correspondent Recipient(JsonElement status, ref bool odd)
    {
        if (Field.Key(status, "recipient_type"u8, ref odd) == "group")
        {
            return new Correspondent
            {
                ContactKey = Field.Key(status, "recipient_id"u8, ref odd),
                Sender = MetaMessage.Person(status, "recipient_participant_id"u8, "recipient_participant_user_id"u8, ref odd, out var member),
                Bsuid = member,
            };
        }

        return new Correspondent
        {
            ContactKey = MetaMessage.Person(status, "recipient_id"u8, "recipient_user_id"u8, ref odd, out var bsuid),
            Bsuid = bsuid,
        };
    }

    // A voice note that was played was read; "deleted" and "warning" say nothing about delivery (courier handlers/meta).
    private static string Ours(string? word) => word switch
    {
        "sent" or "delivered" or "read" or "failed" or "accepted" => word,
        "played" => "read",
        _ => "unknown",
    };

    private static EventKind KindOf(string word) => word is "deleted" or "warning" ? EventKind.Ignored : EventKind.Status;
}
