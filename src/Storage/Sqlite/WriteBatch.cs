using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What shares one commit.</summary>
internal sealed record WriteBatch(List<AppendRequest> Appends, List<Settlement> Settlements, List<StoreAction> Actions)
{
    public static WriteBatch None { get; } = new([], [], []);

    public bool IsEmpty => Appends.Count == 0 && Settlements.Count == 0 && Actions.Count == 0;

    public void FailAppends(AppendStatus status, string reason)
    {
        foreach (var request in Appends)
        {
            request.Complete(status, reason);
        }
    }
}
