namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Lanes whose head was in work when the gateway died. Most are innocent: after one death the next is taken up as soon as
/// the one before has ended or has lived for a moment. After two deaths each is taken up strictly alone, so that a third
/// is the fault of that one. Guarded by the book's gate.
/// </summary>
internal sealed class SuspectLanes
{
    private const long Queued = -1; // as a lane's ticket: waits here, not among the ready
    private readonly Queue<Lane> _lanes = new();
    private readonly Queue<Lane> _alone = new();
    private readonly HashSet<Lane> _inWork = [];
    private bool _areAllowed;
    private bool _isAloneAllowed;
    private bool _mayOverlap;
    private bool _isOneAlone;

    /// <summary>Lanes that could be taken up now: one, or none.</summary>
    public int Ready => Next() is null ? 0 : 1;

    /// <summary>The first second has passed, in which one that kills at once dies without the others; or those in work have lived for a moment.</summary>
    /// <param name="aloneToo">The gateway has lived for a while.</param>
    public void Allow(bool aloneToo)
    {
        _areAllowed = true;
        _mayOverlap = true;
        _isAloneAllowed |= aloneToo;
    }

    public void Add(Lane lane)
    {
        lane.Ticket = Queued;
        (MustBeAlone(lane) ? _alone : _lanes).Enqueue(lane);
    }

    public bool TryTake(out Lane lane)
    {
        if (Next() is not { } next)
        {
            lane = null!;
            return false;
        }

        lane = next.Dequeue();
        lane.Ticket = 0;
        _inWork.Add(lane);
        _isOneAlone = next == _alone;
        _mayOverlap = false;
        return true;
    }

    /// <summary>The work on a lane's head ended.</summary>
    public void Finished(Lane lane) => _inWork.Remove(lane);

    private Queue<Lane>? Next()
    {
        if (!_areAllowed)
        {
            return null;
        }

        if (_lanes.Count > 0)
        {
            return _inWork.Count == 0 || (_mayOverlap && !_isOneAlone) ? _lanes : null;
        }

        return _alone.Count > 0 && _isAloneAllowed && _inWork.Count == 0 ? _alone : null;
    }

    private static bool MustBeAlone(Lane lane) => lane.Messages.Peek().Deaths > 1;
}
