using System.Collections.Concurrent;
using System.Diagnostics;
using Relevo.Gateway.FunctionalTests.Checking;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>
/// Writes and syncs a small file of its own beside the gateway's, five times a second, and notes when that took long. A gateway
/// refuses what it cannot make durable; a refusal while this file hung as well, or while nothing ran at all, tells about the
/// machine and not about the gateway.
/// </summary>
internal sealed class DiskWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(500);

    /// <summary>What was begun before a stall was seen waited for it too, and senders pause before they try again.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Window> _stalls = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public DiskWatch(string file) => _watching = Task.Factory.StartNew(() => WatchAsync(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <summary>Times in which the disk itself, or the whole machine, stood still.</summary>
    public IReadOnlyCollection<Window> Stalls => _stalls;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(string path)
    {
        var around = (long)(Around.TotalSeconds * Stopwatch.Frequency);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        for (var round = 0L; !_stop.IsCancellationRequested; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, BitConverter.GetBytes(round), round % 512 * sizeof(long));
            RandomAccess.FlushToDisk(file);
            var isSlow = Stopwatch.GetElapsedTime(begin) > Long;
            await Wait.ScheduleAsync(Interval);
            if (isSlow || Stopwatch.GetElapsedTime(begin) > Interval + Long)
            {
                _stalls.Enqueue(new Window(begin - around, Stopwatch.GetTimestamp() + around));
            }
        }
    }
}
