namespace Relevo.Wire.Processes;

/// <summary>The gateway's own figures of its queue.</summary>
internal sealed record QueueCounts(long Waiting, long Active, long Completed, long Failed, long Delayed, long Dlq)
{
    /// <summary>Accepted and not yet delivered.</summary>
    public long Backlog => Waiting + Active + Delayed;

    /// <summary>Everything that was ever accepted.</summary>
    public long Accepted => Backlog + Completed + Failed + Dlq;
}
