namespace Relevo.QueueProcessor.Store;

/// <summary>One consistent reading of the store.</summary>
/// <param name="Accepted">Messages ever stored.</param>
/// <param name="Completed">Done.</param>
/// <param name="Dropped">Dropped by operators.</param>
/// <param name="Expired">Expired.</param>
/// <param name="Waiting">Rows in queues that are due or have no due time, by <see cref="Relevo.Contracts.Messages.Priority"/>; those in work are among them.</param>
/// <param name="Delayed">Rows whose due time lies ahead.</param>
/// <param name="Parked">Dead letters.</param>
/// <param name="OldestUtc">When the oldest waiting one was taken, what is scheduled aside.</param>
public sealed record StoreCounts(
    long Accepted,
    long Completed,
    long Dropped,
    long Expired,
    IReadOnlyList<long> Waiting,
    long Delayed,
    long Parked,
    DateTimeOffset? OldestUtc)
{
    /// <summary>Waiting rows of every priority.</summary>
    public long WaitingTotal => Waiting.Sum();

    /// <summary>What cannot be accounted for; anything but 0 is a fault of ours.</summary>
    public long Gap => Accepted - WaitingTotal - Delayed - Completed - Parked - Dropped - Expired;
}
