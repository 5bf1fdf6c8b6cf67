namespace Relevo.QueueProcessor.Lanes;

/// <summary>Lanes that wait for the reader, by class; each class in its turn. Guarded by the book's gate.</summary>
internal sealed class LaneFetches(LaneWindow window)
{
    private readonly Queue<Lane>[] _classes = [new(), new(), new()];
    private int _turn;

    /// <summary>True when something can be fetched now.</summary>
    public bool CanFetch => CanFetchOf(PriorityClass.High) || CanFetchOf(PriorityClass.Normal) || CanFetchOf(PriorityClass.Low);

    public void Add(Lane lane)
    {
        lane.IsFetching = true;
        _classes[lane.Class].Enqueue(lane);
    }

    public bool TryTake(out Lane lane)
    {
        for (var i = 0; i < PriorityClass.Count; i++)
        {
            var priorityClass = _turn = (_turn + 1) % PriorityClass.Count;
            if (CanFetchOf(priorityClass))
            {
                lane = _classes[priorityClass].Dequeue();
                return true;
            }
        }

        lane = null!;
        return false;
    }

    private bool CanFetchOf(int priorityClass) => _classes[priorityClass].Count > 0 && window.HasDrained(priorityClass);
}
