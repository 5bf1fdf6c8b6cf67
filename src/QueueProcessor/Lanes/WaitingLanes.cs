namespace Relevo.QueueProcessor.Lanes;

/// <summary>Lanes whose head is not due yet. Guarded by the book's gate.</summary>
internal sealed class WaitingLanes
{
    private readonly PriorityQueue<Lane, DateTimeOffset> _lanes = new();

    /// <summary>When the next one is due, or null.</summary>
    public DateTimeOffset? Next => _lanes.TryPeek(out _, out var due) ? due : null;

    public void Add(Lane lane, DateTimeOffset due)
    {
        lane.IsWaiting = true;
        _lanes.Enqueue(lane, due);
    }

    public bool TryTakeDue(DateTimeOffset now, out Lane lane)
    {
        if (!_lanes.TryPeek(out lane!, out var due) || due > now)
        {
            return false;
        }

        _lanes.Dequeue();
        lane.IsWaiting = false;
        if (lane.Messages.TryPeek(out var head))
        {
            head.Due = default; // it has come, even when the clock is set back now
        }

        return true;
    }
}
