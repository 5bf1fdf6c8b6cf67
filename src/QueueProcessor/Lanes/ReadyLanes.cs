namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Lanes whose head can be worked on. The next one is chosen by smooth weighted round robin between the priority classes
/// (the algorithm of nginx's upstream), round robin between the numbers of a class, first come first served between the
/// conversations of a number; a lane that was served goes to the end. Guarded by the book's gate.
/// </summary>
internal sealed class ReadyLanes
{
    private readonly ReadyClass[] _classes;
    private long _lastTicket;

    public ReadyLanes(LaneOptions options) =>
        _classes = [new ReadyClass(options.HighShare), new ReadyClass(options.NormalShare), new ReadyClass(options.LowShare)];

    public int Count { get; private set; }

    /// <summary>Adds a lane, or moves it up when it waits in a lower class.</summary>
    public void Add(Lane lane, int priorityClass)
    {
        if (lane.Ticket != 0)
        {
            if (priorityClass >= lane.ReadyClass)
            {
                return;
            }

            _classes[lane.ReadyClass].Leave(); // its old entry stays behind with a ticket that is no longer valid
            Count--;
        }

        lane.Ticket = ++_lastTicket;
        lane.ReadyClass = priorityClass;
        _classes[priorityClass].Add(lane);
        Count++;
    }

    public bool TryTake(out Lane lane)
    {
        while (Choose() is { } chosen)
        {
            if (chosen.TryTake(out lane))
            {
                Count--;
                return true;
            }
        }

        lane = null!;
        return false;
    }

    private ReadyClass? Choose()
    {
        ReadyClass? best = null;
        var total = 0;
        foreach (var candidate in _classes)
        {
            if (candidate.Count == 0)
            {
                continue;
            }

            candidate.Credit += candidate.Share;
            total += candidate.Share;
            if (best is null || candidate.Credit > best.Credit)
            {
                best = candidate;
            }
        }

        if (best is not null)
        {
            best.Credit -= total;
        }

        return best;
    }
}
