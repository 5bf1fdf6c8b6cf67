using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Sending;

/// <summary>
/// Moves scheduled sends into the queue when their time has come, on a thread of its own, since it reads the disk. Until
/// then they cost a row in the store and nothing else; a restart finds them there.
/// </summary>
internal sealed class Scheduler
{
    private const int MaxAtOnce = 2_048; // of several thousand that fall due together the last one leaves within its second
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly IMessageStore _store;
    private readonly LaneQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private bool _isFailing;

    public Scheduler(IMessageStore store, LaneQueue queue, TimeProvider time, ILogger logger)
    {
        _store = store;
        _queue = queue;
        _time = time;
        _logger = logger;
    }

    /// <summary>Moves what is due.</summary>
    /// <returns>How many were moved.</returns>
    public async Task<int> MoveDueAsync(CancellationToken cancellation)
    {
        var room = Math.Min(MaxAtOnce, _queue.Room);
        if (room <= 0)
        {
            return 0;
        }

        var due = _store.ReadDue(Queues.Scheduled, _time.GetUtcNow(), room);
        return due.Count == 0 ? 0 : await _store.MoveAsync(due, Queues.Sends, cancellation);
    }

    /// <summary>Moves what falls due until it is stopped.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        while (true)
        {
            beat.Tell();
            var moved = 0;
            try
            {
                moved = await MoveDueAsync(stopping);
                _isFailing = false;
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                Tell(error);
            }

            if (moved < MaxAtOnce)
            {
                await Task.Delay(Interval, _time, stopping);
            }
        }
    }

    private void Tell(Exception error)
    {
        if (!_isFailing)
        {
            Log.NotMoved(_logger, error.Message);
        }

        _isFailing = true;
    }
}
