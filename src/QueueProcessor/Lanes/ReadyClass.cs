namespace Relevo.QueueProcessor.Lanes;

/// <summary>The ready lanes of one priority class, by number.</summary>
internal sealed class ReadyClass
{
    private readonly Dictionary<string, Queue<(Lane Lane, long Ticket)>> _numbers = new(StringComparer.Ordinal); // as many as there are numbers
    private readonly Queue<Queue<(Lane Lane, long Ticket)>> _ring = new();

    /// <summary>Its part of the workers; 0 keeps it from being worked on.</summary>
    public int Share { get; set; }

    /// <summary>What smooth weighted round robin owes this class.</summary>
    public int Credit { get; set; }

    /// <summary>Entries in memory, valid or not.</summary>
    internal int Entries => _numbers.Values.Sum(number => number.Count);

    /// <summary>Valid entries.</summary>
    public int Count { get; private set; }

    public void Add(Lane lane)
    {
        if (!_numbers.TryGetValue(lane.Number, out var number))
        {
            _numbers[lane.Number] = number = new Queue<(Lane, long)>();
        }

        if (number.Count == 0)
        {
            _ring.Enqueue(number);
        }

        number.Enqueue((lane, lane.Ticket));
        Count++;
    }

    /// <summary>The entry of a lane is no longer valid. It is dropped when its turn comes, or here when no valid one is left.</summary>
    public void Leave()
    {
        if (--Count == 0)
        {
            while (_ring.TryDequeue(out var number))
            {
                number.Clear();
            }
        }
    }

    /// <summary>Takes the lane whose turn it is.</summary>
    public bool TryTake(out Lane lane)
    {
        while (_ring.TryDequeue(out var number))
        {
            var found = TryTake(number, out lane);
            if (number.Count > 0)
            {
                _ring.Enqueue(number);
            }

            if (found)
            {
                Count--;
                return true;
            }
        }

        lane = null!;
        return false;
    }

    // A stale entry does not cost its number the turn.
    private static bool TryTake(Queue<(Lane Lane, long Ticket)> number, out Lane lane)
    {
        while (number.TryDequeue(out var entry))
        {
            if (entry.Lane.Ticket == entry.Ticket)
            {
                lane = entry.Lane;
                lane.Ticket = 0;
                return true;
            }
        }

        lane = null!;
        return false;
    }
}
