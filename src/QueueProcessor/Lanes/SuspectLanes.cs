namespace Relevo.QueueProcessor.Lanes;

/// <summary>Lanes whose head was in work when the gateway died: taken up one at a time. Guarded by the book's gate.</summary>
internal sealed class SuspectLanes
{
    private const long Queued = -1; // as a lane's ticket: waits here, not among the ready
    private readonly Queue<Lane> _lanes = new();
    private Lane? _inWork;

    /// <summary>False until the first second has passed: who dies at once then dies without them.</summary>
    public bool AreAllowed { get; set; }

    /// <summary>Lanes that could be taken up now: one, or none.</summary>
    public int Ready => AreAllowed && _inWork is null && _lanes.Count > 0 ? 1 : 0;

    public void Add(Lane lane)
    {
        lane.Ticket = Queued;
        _lanes.Enqueue(lane);
    }

    public bool TryTake(out Lane lane)
    {
        if (Ready == 0)
        {
            lane = null!;
            return false;
        }

        lane = _inWork = _lanes.Dequeue();
        lane.Ticket = 0;
        return true;
    }

    /// <summary>The work on a lane's head ended.</summary>
    public void Finished(Lane lane)
    {
        if (_inWork == lane)
        {
            _inWork = null;
        }
    }
}
