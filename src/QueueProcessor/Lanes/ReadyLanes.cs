namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Lanes whose head can be worked on. The next one is chosen by smooth weighted round robin between the priority classes
/// (the algorithm of nginx's upstream), round robin between the numbers of a class, first come first served between the
/// conversations of a number; a lane that was served goes to the end. Guarded by the book's gate.
/// </summary>
internal sealed class ReadyLanes
{
    private readonly ReadyClass[] _classes = [new(), new(), new()];
    private long _lastTicket;

    public ReadyLanes(LaneOptions options) => Share(new LaneShares(options.HighShare, options.NormalShare, options.LowShare));

    /// <summary>Lanes that may be taken: those of a class without a share may not.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var each in _classes)
            {
                count += each.Share > 0 ? each.Count : 0;
            }

            return count;
        }
    }

    /// <summary>Shares the workers differently from now on.</summary>
    public void Share(LaneShares shares)
    {
        for (var priorityClass = 0; priorityClass < _classes.Length; priorityClass++)
        {
            (_classes[priorityClass].Share, _classes[priorityClass].Credit) = (shares.Of(priorityClass), 0);
        }
    }

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
        }

        lane.Ticket = ++_lastTicket;
        lane.ReadyClass = priorityClass;
        _classes[priorityClass].Add(lane);
    }

    public bool TryTake(out Lane lane)
    {
        while (Choose() is { } chosen)
        {
            if (chosen.TryTake(out lane))
            {
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
            if (candidate.Count == 0 || candidate.Share == 0)
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
