namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>
/// Numbers by the time at which to look at their line again, each at most once: a binary heap in which every number knows
/// its place, so that a changed time moves it and leaves nothing stale behind. Not safe from several threads.
/// </summary>
internal sealed class WakeHeap
{
    private readonly List<PooledNumber> _heap = [];

    /// <summary>The earliest time, or <see cref="long.MaxValue"/>.</summary>
    public long NextAt => _heap.Count == 0 ? long.MaxValue : _heap[0].WakeAt;

    /// <summary>Sets a number's time; <see cref="long.MaxValue"/> takes it out.</summary>
    public void Set(PooledNumber number, long at)
    {
        if (at == long.MaxValue)
        {
            Remove(number);
            return;
        }

        number.WakeAt = at;
        if (number.WakeIndex < 0)
        {
            number.WakeIndex = _heap.Count;
            _heap.Add(number);
        }

        Settle(number.WakeIndex);
    }

    /// <summary>Takes out the number whose time has come, or null.</summary>
    public PooledNumber? TakeDue(long now)
    {
        if (NextAt > now)
        {
            return null;
        }

        var first = _heap[0];
        Remove(first);
        return first;
    }

    public void Remove(PooledNumber number)
    {
        var hole = number.WakeIndex;
        if (hole < 0)
        {
            return;
        }

        number.WakeIndex = -1;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (!ReferenceEquals(last, number))
        {
            Put(last, hole);
            Settle(hole);
        }
    }

    private void Settle(int index) => Sink(Rise(index));

    private int Rise(int index)
    {
        while (index > 0 && _heap[index].WakeAt < _heap[(index - 1) / 2].WakeAt)
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }

        return index;
    }

    private void Sink(int index)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _heap.Count)
            {
                return;
            }

            child += child + 1 < _heap.Count && _heap[child + 1].WakeAt < _heap[child].WakeAt ? 1 : 0;
            if (_heap[index].WakeAt <= _heap[child].WakeAt)
            {
                return;
            }

            Swap(index, child);
            index = child;
        }
    }

    private void Swap(int a, int b)
    {
        var held = _heap[a];
        Put(_heap[b], a);
        Put(held, b);
    }

    private void Put(PooledNumber number, int index)
    {
        _heap[index] = number;
        number.WakeIndex = index;
    }
}
