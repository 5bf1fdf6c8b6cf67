using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>A message or event as programs look it up.</summary>
internal sealed record MessageView(
    string Id,
    string State,
    string Direction,
    string Kind,
    string Number,
    string? Application,
    DateTimeOffset ReceivedUtc,
    int Attempts,
    string? Answer,
    string? Reason,
    JsonElement? Content)
{
    public static MessageView Of(MessageRecord record) => new(
        record.Id.ToString(),
        Words.State(record),
        Words.Direction(record.Queue),
        EventEncoder.Word(record.Kind),
        record.Number,
        Words.Application(record.Queue),
        record.ReceivedUtc,
        record.Attempts,
        record.Answer,
        record.Reason,
        Words.Content(record.Payload));
}
