namespace Relevo.QueueProcessor.Lanes;

/// <summary>Places for pieces of work under way, as many as the concurrency says at the moment. Safe from any thread.</summary>
internal sealed class WorkerSlots(Func<int> concurrency, CancellationToken stopping)
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Places taken.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes one; false when there is none, or the queue stops.</summary>
    public bool TryTake()
    {
        var taken = Volatile.Read(ref _taken);
        while (taken < concurrency() && !stopping.IsCancellationRequested)
        {
            var seen = Interlocked.CompareExchange(ref _taken, taken + 1, taken);
            if (seen == taken)
            {
                if (!stopping.IsCancellationRequested)
                {
                    return true; // a stop from now on waits for this place
                }

                GiveBack();
                return false;
            }

            taken = seen;
        }

        return false;
    }

    /// <summary>Gives one back.</summary>
    public void GiveBack()
    {
        if (Interlocked.Decrement(ref _taken) == 0 && stopping.IsCancellationRequested)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Completes when none is taken. Only after the stop has begun.</summary>
    public Task IdleAsync()
    {
        if (Taken == 0)
        {
            _idle.TrySetResult();
        }

        return _idle.Task;
    }
}
