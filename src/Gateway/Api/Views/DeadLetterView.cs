using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>A dead letter as operators see it.</summary>
internal sealed record DeadLetterView(
    string Id,
    string Kind,
    string Number,
    string? Application,
    string Direction,
    DateTimeOffset ReceivedUtc,
    DateTimeOffset? ParkedUtc,
    int Attempts,
    string? Reason,
    string? Answer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Content)
{
    public static DeadLetterView Of(MessageRecord record) => new(
        record.Id.ToString(),
        EventEncoder.Word(record.Kind),
        record.Number,
        Words.Application(record.Queue),
        Words.Direction(record.Queue),
        record.ReceivedUtc,
        record.ParkedUtc,
        record.Attempts,
        record.Reason,
        record.Answer,
        Words.Content(record.Payload));
}
