using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What becomes of dead letters; what operators do has its audit entry in front.</summary>
internal static class ParkedActions
{
    public static MessageId? Retry(WriteScope scope, QueuedMessage parked, MessageId id, string actor)
    {
        if (FileOf(scope, parked) is not { } file)
        {
            return null;
        }

        scope.State.Main.Audit(new AuditEntry(scope.Now, actor, "deadletters.retry", id.ToString(), "done"));

        // The key makes a retry that died between two files happen once: the new message is stored before the old is ended.
        var again = new QueuedMessage
        {
            Queue = parked.Queue,
            Number = parked.Number,
            Kind = parked.Kind,
            Priority = parked.Priority,
            ReceivedUtc = scope.Now,
            Payload = parked.Payload,
            Conversation = parked.Conversation,
            HistoryHash = parked.HistoryHash,
            DedupeHash = scope.State.Hasher.Hash128("retry:" + id),
        };
        scope.Append(again);
        End(scope, file, parked, MessageState.Retried, $"retried by {actor}");
        return again.IsDuplicate ? null : again.Id;
    }

    public static bool Drop(WriteScope scope, QueuedMessage parked, MessageId id, string actor)
    {
        if (FileOf(scope, parked) is not { } file)
        {
            return false;
        }

        scope.State.Main.Audit(new AuditEntry(scope.Now, actor, "deadletters.drop", id.ToString(), "done"));
        End(scope, file, parked, MessageState.Dropped, $"dropped by {actor}");
        return true;
    }

    /// <summary>A dead letter turned out to be done.</summary>
    public static bool Complete(WriteScope scope, QueuedMessage parked, string reason)
    {
        if (FileOf(scope, parked) is not { } file)
        {
            return false;
        }

        End(scope, file, parked, MessageState.Completed, reason);
        return true;
    }

    // It was read before; somebody else may have ended it meanwhile.
    private static DayFile? FileOf(WriteScope scope, QueuedMessage parked) =>
        scope.State.Days.Of(parked.Position) is { } file && file.Writer.IsParked(parked.Position) ? file : null;

    private static void End(WriteScope scope, DayFile file, QueuedMessage parked, MessageState state, string reason) =>
        file.Writer.EndParked(parked.Position, state, Queues.IsSend(parked.Queue), scope.NowMs, reason);
}
