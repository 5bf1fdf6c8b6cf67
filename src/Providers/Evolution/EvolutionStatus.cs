using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// <c>messages.update</c>: <c>{keyId, remoteJid, fromMe, participant?, status}</c> in 2.x, where <c>messageId</c> is a
/// database id; <c>{id, …, datetime}</c> in 1.x. Only 1.x says when.
/// </summary>
internal static class EvolutionStatus
{
    // In the order of WAProto's WebMessageInfo.Status, whose numbers may stand in place of the words.
    private static readonly string[] ByNumber = ["ERROR", "PENDING", "SERVER_ACK", "DELIVERY_ACK", "READ", "PLAYED"];
    private static readonly WordTable Words = new([.. ByNumber, "DELETED"]);

    internal static InboundEvent Read(JsonElement data, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var id = Field.Key(data, "keyId"u8, ref odd) ?? Field.Key(data, "id"u8, ref odd);
        var word = Word(data, ref odd);
        var participant = Field.Key(data, "participant"u8, ref odd);
        var contact = EvolutionKey.Contact(Field.Key(data, "remoteJid"u8, ref odd));
        var fromMe = Field.Flag(data, "fromMe"u8, ref odd);
        var clear = !odd && id is not null && word is not null;

        // The state of a customer's own message, for instance that we read it, is no receipt of ours.
        var kind = fromMe == false ? EventKind.Ignored : EventKind.Status;
        return new InboundEvent
        {
            Kind = clear ? kind : EventKind.Unknown,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            ContactKey = contact,
            ConversationKey = scope.Conversation(contact),
            ProviderMessageId = id,
            DedupeKey = scope.Status(id, word, participant),
            BusinessNumber = scope.BusinessNumber,
            Type = "status",
            Status = clear ? Ours(word!) : null,
            TimestampUtc = Field.TryAny(data, "datetime"u8, out var time) ? Moment.FromUnix(time) : null,
            Sender = participant is null ? null : EvolutionKey.Participant(data, ref odd),
            ProviderStatus = clear ? word : null,
            Raw = raw,
        };
    }

    private static string? Word(JsonElement data, ref bool odd)
    {
        if (!Field.TryAny(data, "status"u8, out var status) || status.ValueKind != JsonValueKind.Number)
        {
            return Field.Word(data, "status"u8, Words, ref odd);
        }

        return Moment.Integer(status) is >= 0 and < 6 and var number ? ByNumber[number] : Field.Code(data, "status"u8, ref odd);
    }

    private static string Ours(string word) => word switch
    {
        "PENDING" => "accepted",
        "SERVER_ACK" => "sent",
        "DELIVERY_ACK" => "delivered",
        "READ" or "PLAYED" => "read",
        "ERROR" => "failed",
        _ => "unknown",
    };
}
