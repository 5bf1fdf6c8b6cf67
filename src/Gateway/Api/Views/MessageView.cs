using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Receipts;
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TraceView>? History,
    JsonElement? Content)
{
    /// <summary>An event, or a send with what happened to it.</summary>
    public static MessageView Of(MessageRecord record, IMessageStore store) =>
        Queues.IsSend(record.Queue) ? Send(record, store.ReadTrace(record.Id)) : Event(record);

    private static MessageView Event(MessageRecord record) => new(
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
        null,
        Words.Content(record.Payload));

    private static MessageView Send(MessageRecord record, IReadOnlyList<TraceEntry> trace) => new(
        record.Id.ToString(),
        SendState.Of(record.State, trace),
        Words.Direction(record.Queue),
        EventEncoder.Word(record.Kind),
        trace.LastOrDefault(entry => entry.Kind == TraceKind.Attempt)?.Number ?? record.Number,
        null,
        record.ReceivedUtc,
        trace.Count(entry => entry.Kind == TraceKind.Attempt),
        trace.LastOrDefault(entry => entry.Answer is not null)?.Answer ?? record.Answer,
        record.Reason,
        [.. trace.Select(TraceView.Of)],
        Words.Content(record.Payload));
}
