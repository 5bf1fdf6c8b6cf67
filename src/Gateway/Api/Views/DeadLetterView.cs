using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Receipts;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>A dead letter as operators see it. One of unknown outcome may have reached its customer: sent again, it may reach him twice.</summary>
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
    bool UnknownOutcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Content)
{
    public static DeadLetterView Of(MessageRecord record, IMessageStore store) =>
        Queues.IsSend(record.Queue) ? Send(record, store.ReadTrace(record.Id)) : Of(record, record.Number, record.Attempts, record.Answer, isUnknown: false);

    // What counts towards a limit is less than what was tried: the trace knows each call.
    private static DeadLetterView Send(MessageRecord record, IReadOnlyList<TraceEntry> trace) => Of(
        record,
        trace.LastOrDefault(entry => entry.Kind == TraceKind.Attempt)?.Number ?? record.Number,
        trace.Count(entry => entry.Kind == TraceKind.Attempt),
        trace.LastOrDefault(entry => entry.Answer is not null)?.Answer ?? record.Answer,
        UnknownParked.IsOne(record));

    private static DeadLetterView Of(MessageRecord record, string number, int attempts, string? answer, bool isUnknown) => new(
        record.Id.ToString(),
        EventEncoder.Word(record.Kind),
        number,
        Words.Application(record.Queue),
        Words.Direction(record.Queue),
        record.ReceivedUtc,
        record.ParkedUtc,
        attempts,
        record.Reason,
        answer,
        isUnknown,
        Words.Content(record.Payload));
}
