using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// The loop that reads for one queue: sleeps until it is signalled or a lane is due, and outlives a store that fails.
/// It looks once a second even when nobody signals, so that nothing that was missed lasts, and not more often while the
/// store fails, whoever signals.
/// </summary>
internal sealed class BacklogLoop(string queue, LaneBook book, BacklogReader reader, Action begin, TimeProvider time, ILogger logger, CancellationToken stopping) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private readonly SemaphoreSlim _signal = new(0);
    private int _isSignalled;

    /// <summary>Ends when the queue stops; completed before that, it has to be started again.</summary>
    public Task? Running { get; private set; }

    public void Start() => Running = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>There is something to read, or a lane began to wait. Any thread; cheap when it was signalled already.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref _isSignalled, 1) != 0)
        {
            return;
        }

        try
        {
            _signal.Release();
        }
        catch (ObjectDisposedException)
        {
            Volatile.Write(ref _isSignalled, 1); // the queue has ended: nobody reads any more
        }
    }

    public void Dispose() => _signal.Dispose();

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var step = TryStep(out var pause);
            begin();
            if (step == null)
            {
                await Task.WhenAny(Task.Delay(LongestPause, time, stopping));
            }
            else if (step == false)
            {
                await WaitAsync(pause);
            }
        }
    }

    // True when something moved, null when the store failed.
    private bool? TryStep(out TimeSpan pause)
    {
        pause = LongestPause;
        try
        {
            var due = book.Resume(time.GetUtcNow());
            var moved = reader.Step(stopping);
            pause = due is { } next ? next - time.GetUtcNow() : LongestPause;
            return moved;
        }
        catch (StoreException error)
        {
            Log.ReadFailed(logger, queue, error.Message);
        }
        catch (Exception error)
        {
            Log.ReaderFailed(logger, queue, error);
        }

        return null;
    }

    private async Task WaitAsync(TimeSpan pause)
    {
        pause = pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
        await using var timer = time.CreateTimer(static loop => ((BacklogLoop)loop!).Signal(), this, pause, Timeout.InfiniteTimeSpan);
        await _signal.WaitAsync(CancellationToken.None);
        Volatile.Write(ref _isSignalled, 0);
    }
}
