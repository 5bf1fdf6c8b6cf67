using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// The loop that reads for one queue, on a thread of its own: a disk that hangs holds up nothing else. It sleeps until it
/// is signalled or a lane is due, and outlives a store that fails. It looks once a second even when nobody signals, so
/// that nothing that was missed lasts, and not more often while the store fails, whoever signals.
/// </summary>
internal sealed class BacklogLoop(string queue, LaneBook book, BacklogReader reader, Action begin, TimeProvider time, ILogger logger, CancellationToken stopping) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ManualResetEventSlim _rested = new();
    private int _isSignalled;

    /// <summary>Ends when the queue stops; completed before that, it has to be started again.</summary>
    public Task? Running { get; private set; }

    public void Start()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Running = ended.Task;
        new Thread(() => Run(ended)) { IsBackground = true, Name = $"backlog of {queue}" }.Start();
    }

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

    public void Dispose()
    {
        _signal.Dispose();
        _rested.Dispose();
    }

    private void Run(TaskCompletionSource ended)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var step = TryStep(out var pause);
                begin();
                if (step == null)
                {
                    Rest();
                }
                else if (step == false)
                {
                    Wait(pause);
                }
            }
        }
        catch (Exception)
        {
            // Reporting failed, or the stop came first. The queue's watchdog sees that the loop ended, and starts it again.
        }
        finally
        {
            ended.SetResult();
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

    private void Wait(TimeSpan pause)
    {
        pause = pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
        using var timer = time.CreateTimer(static loop => ((BacklogLoop)loop!).Signal(), this, pause, Timeout.InfiniteTimeSpan);
        _signal.Wait(CancellationToken.None);
        Volatile.Write(ref _isSignalled, 0);
    }

    // No signal cuts the pause after a failure short, only the stop.
    private void Rest()
    {
        _rested.Reset();
        using var timer = time.CreateTimer(static loop => ((BacklogLoop)loop!)._rested.Set(), this, LongestPause, Timeout.InfiniteTimeSpan);
        using var stopped = stopping.UnsafeRegister(static loop => ((BacklogLoop)loop!)._rested.Set(), this);
        _rested.Wait(CancellationToken.None);
    }
}
