using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What operators do with dead letters, each with its audit entry in front.</summary>
internal static class ParkedActions
{
    public static MessageId? Retry(WriteScope scope, QueuedMessage parked, MessageId id, string actor)
    {
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
            DedupeHash = new KeyHasher(scope.State.Main.Secret).Hash128("retry:" + id),
        };
        scope.Append(again);
        return End(scope, parked, MessageState.Retried, $"retried by {actor}") && !again.IsDuplicate ? again.Id : null;
    }

    public static bool Drop(WriteScope scope, QueuedMessage parked, MessageId id, string actor)
    {
        scope.State.Main.Audit(new AuditEntry(scope.Now, actor, "deadletters.drop", id.ToString(), "done"));
        return End(scope, parked, MessageState.Dropped, $"dropped by {actor}");
    }

    private static bool End(WriteScope scope, QueuedMessage parked, MessageState state, string reason) =>
        scope.State.Days.Of(parked.Position)?.Writer.EndParked(
            parked.Position, state, string.Equals(parked.Queue, Queues.Sends, StringComparison.Ordinal), scope.NowMs, reason) ?? false;
}
