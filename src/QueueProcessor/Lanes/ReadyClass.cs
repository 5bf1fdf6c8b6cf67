namespace Relevo.QueueProcessor.Lanes;

/// <summary>The ready lanes of one priority class, by number.</summary>
internal sealed class ReadyClass(int share)
{
    private readonly Dictionary<string, ReadyNumber> _numbers = new(StringComparer.Ordinal);
    private readonly Queue<ReadyNumber> _ring = new();

    public int Share => share;

    /// <summary>What smooth weighted round robin owes this class.</summary>
    public int Credit { get; set; }

    /// <summary>Valid entries.</summary>
    public int Count { get; set; }

    public void Add(Lane lane)
    {
        if (!_numbers.TryGetValue(lane.Number, out var number))
        {
            _numbers[lane.Number] = number = new ReadyNumber();
        }

        if (number.Lanes.Count == 0)
        {
            _ring.Enqueue(number);
        }

        number.Lanes.Enqueue((lane, lane.Ticket));
        Count++;
    }

    /// <summary>Takes the next valid lane; false when only stale entries were left.</summary>
    public bool TryTake(out Lane lane)
    {
        while (_ring.TryDequeue(out var number))
        {
            var (candidate, ticket) = number.Lanes.Dequeue();
            if (number.Lanes.Count > 0)
            {
                _ring.Enqueue(number);
            }

            if (candidate.Ticket == ticket)
            {
                candidate.Ticket = 0;
                Count--;
                lane = candidate;
                return true;
            }
        }

        lane = null!;
        return false;
    }

    private sealed class ReadyNumber
    {
        public Queue<(Lane Lane, long Ticket)> Lanes { get; } = new();
    }
}
