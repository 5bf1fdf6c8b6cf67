using Relevo.QueueProcessor.Store;

namespace Relevo.Tests.Shared;

/// <summary>One message in <see cref="MemoryStore"/>: what was stored, and where it stands.</summary>
internal sealed class MemoryRow(QueuedMessage stored)
{
    public QueuedMessage Message { get; private set; } = Clone(stored, stored.Payload, stored.Queue);

    public MessageState State { get; private set; } = stored.ParkReason is null ? MessageState.Waiting : MessageState.Parked;

    public DateTimeOffset Due { get; private set; } = stored.Due == default && stored.Queue == Queues.Scheduled ? DateTimeOffset.UnixEpoch.AddMilliseconds(1) : stored.Due;

    public int Attempts { get; private set; }

    public int Deaths { get; set; }

    public long TroubleMs { get; private set; }

    public string? Reason { get; private set; } = stored.ParkReason;

    public string? Answer { get; private set; }

    /// <summary>How often it was ended: more than once is a fault.</summary>
    public int Ends { get; private set; }

    public bool IsLost { get; set; }

    /// <summary>As it is read from the backlog: without payload.</summary>
    public QueuedMessage Copy()
    {
        var copy = Clone(Message, default, Message.Queue, isFromBacklog: true);
        (copy.Due, copy.Attempts, copy.Deaths, copy.TroubleMs) = (Due, Attempts, Deaths, TroubleMs);
        return copy;
    }

    public void Apply(SettlementKind kind, DateTimeOffset due, int attempts, int deaths, long troubleMs, string? reason, string? answer)
    {
        (Attempts, Deaths, TroubleMs, Reason, Answer) = (attempts, deaths, troubleMs, reason, answer);
        if (kind == SettlementKind.Retry)
        {
            Due = due;
            return;
        }

        Ends++;
        State = kind switch
        {
            SettlementKind.Complete => MessageState.Completed,
            SettlementKind.Park => MessageState.Parked,
            _ => MessageState.Expired,
        };
    }

    /// <summary>Waits in another queue from now on, due at once.</summary>
    /// <returns>The message as it is announced.</returns>
    public QueuedMessage Move(string queue)
    {
        Message = Clone(Message, Message.Payload, queue);
        Due = default;
        var late = Clone(Message, Message.Payload, queue, isLate: true);
        (late.Attempts, late.Deaths, late.TroubleMs) = (Attempts, Deaths, TroubleMs);
        return late;
    }

    public void CompleteParked(string reason) => (State, Reason) = (MessageState.Completed, reason);

    public MessageRecord Record(DateTimeOffset now) => new(
        Message.Id, Message.Queue, Message.Number, Message.Kind, Message.ReceivedUtc, State == MessageState.Waiting && Due > now ? MessageState.Delayed : State,
        Attempts, Reason, Answer, null, Message.Payload.Length > 1 ? Message.Payload[1..] : default);

    private static QueuedMessage Clone(QueuedMessage message, ReadOnlyMemory<byte> payload, string queue, bool isFromBacklog = false, bool isLate = false) => new()
    {
        Queue = queue,
        IsFromBacklog = isFromBacklog,
        IsLate = isLate,
        Number = message.Number,
        Kind = message.Kind,
        Priority = message.Priority,
        LaneKey = message.LaneKey,
        DedupeKey = message.DedupeKey,
        HistoryKey = message.HistoryKey,
        OnceKey = message.OnceKey,
        OnceBody = message.OnceBody,
        ReceivedUtc = message.ReceivedUtc,
        ParkReason = message.ParkReason,
        Payload = payload,
        Conversation = message.Conversation,
        Position = message.Position,
        Id = message.Id,
    };
}
