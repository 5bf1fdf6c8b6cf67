using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>What shares one commit. It belongs to the writer once taken.</summary>
internal sealed record WriteBatch(List<AppendRequest> Appends, List<Settlement> Settlements, List<StoreAction> Actions)
{
    public static WriteBatch None { get; } = new([], [], []);

    public bool IsEmpty => Appends.Count == 0 && Settlements.Count == 0 && Actions.Count == 0;

    /// <summary>Answers everyone who waits for it and has no answer yet.</summary>
    public void Refuse(StoreException error)
    {
        RefuseAppends(error.Message);
        foreach (var action in Actions)
        {
            action.Fail(error);
        }
    }

    public void RefuseAppends(string reason)
    {
        foreach (var request in Appends)
        {
            request.Complete(AppendStatus.Unavailable, reason);
        }
    }
}
