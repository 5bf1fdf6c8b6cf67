using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.BirdV1;

/// <summary>Receipts of platform v1; the last part of the event's type is the status.</summary>
internal static class BirdV1Status
{
    internal static InboundEvent Read(JsonElement data, string word, DateTimeOffset? time, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var scope = BirdV1Party.Us(data, "from"u8, number, ref odd);
        var with = BirdV1Party.Contact(data, "to"u8, ref odd);
        var id = Field.Key(data, "whatsapp_id"u8, ref odd);
        var correlation = Correlation(data, ref odd);
        Field.TryObject(data, "error"u8, out var error, ref odd);
        var code = Field.Code(error, "code"u8, ref odd);
        var metaCode = Field.Code(error, "meta_error_code"u8, ref odd);
        var clear = !odd && id is not null && scope.ChannelKey is not null;
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
            Status = clear ? word : null,
            TimestampUtc = time,
            Bsuid = with.Bsuid,
            ErrorCode = clear ? code : null,
            MetaErrorCode = clear ? metaCode : null,
            CorrelationId = clear ? correlation : null,
            Raw = raw,
        };
    }

    // "gatewayId" is the name we give our id in the metadata of a send; other metadata is not ours.
    private static string? Correlation(JsonElement data, ref bool odd) =>
        Field.TryObject(data, "metadata"u8, out var metadata, ref odd) ? Field.Text(metadata, "gatewayId"u8, ref odd) : null;
}
