using Microsoft.Extensions.Logging;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>Notices that a queue has work and makes no progress. Asked by one timer.</summary>
internal sealed class StallWatch(string queue, TimeSpan patience, TimeProvider time, ILogger logger)
{
    private long _done;
    private long _progressAt = time.GetTimestamp();

    /// <summary>What is wrong, or null.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Looks once more.</summary>
    /// <param name="done">Pieces of work that ended so far.</param>
    /// <param name="ready">Lanes that wait for a worker.</param>
    /// <param name="mustMove">Whether something could have begun.</param>
    /// <returns>True when nothing has moved for too long.</returns>
    public bool IsStalled(long done, int ready, bool mustMove)
    {
        if (done != _done || !mustMove)
        {
            _done = done;
            _progressAt = time.GetTimestamp();
            Complaint = null;
            return false;
        }

        var silent = time.GetElapsedTime(_progressAt);
        if (silent < patience)
        {
            return false;
        }

        Complaint = $"Queue {queue} has work and makes no progress.";
        Log.Stalled(logger, queue, ready, silent.TotalSeconds);
        return true;
    }
}
