namespace Relevo.QueueProcessor.Lanes;

/// <summary>Lanes that wait for the reader, by class; each class in its turn. Guarded by the book's gate.</summary>
internal sealed class LaneFetches(LaneWindow window)
{
    private const int None = -1; // as a lane's class: it waits no more
    private readonly Queue<Lane>[] _classes = [new(), new(), new()];
    private readonly int[] _valid = new int[PriorityClass.Count];
    private int _turn;

    /// <summary>True when something can be fetched now.</summary>
    public bool CanFetch => CanFetchOf(PriorityClass.High) || CanFetchOf(PriorityClass.Normal) || CanFetchOf(PriorityClass.Low);

    public void Add(Lane lane)
    {
        lane.IsFetching = true;
        Enter(lane, lane.Urgency());
    }

    /// <summary>Moves a lane up that waits in a lower class.</summary>
    public void Lift(Lane lane, int priorityClass)
    {
        if (lane.IsFetching && lane.FetchClass > priorityClass)
        {
            Leave(lane); // its old entry stays behind
            Enter(lane, priorityClass);
        }
    }

    public bool TryTake(out Lane lane)
    {
        for (var i = 0; i < PriorityClass.Count; i++)
        {
            var priorityClass = _turn = (_turn + 1) % PriorityClass.Count;
            while (CanFetchOf(priorityClass) && _classes[priorityClass].TryDequeue(out lane!))
            {
                if (lane.IsFetching && lane.FetchClass == priorityClass)
                {
                    Leave(lane);
                    return true;
                }
            }
        }

        lane = null!;
        return false;
    }

    private bool CanFetchOf(int priorityClass) => _valid[priorityClass] > 0 && window.HasDrained(priorityClass);

    private void Enter(Lane lane, int priorityClass)
    {
        lane.FetchClass = priorityClass;
        _valid[priorityClass]++;
        _classes[priorityClass].Enqueue(lane);
    }

    private void Leave(Lane lane)
    {
        if (--_valid[lane.FetchClass] == 0)
        {
            _classes[lane.FetchClass].Clear();
        }

        lane.FetchClass = None;
    }
}
