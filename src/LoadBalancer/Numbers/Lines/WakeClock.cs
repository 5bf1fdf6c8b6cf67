namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>The one timer behind all lines. Rounds up to whole milliseconds, so that numbers due together are served together.</summary>
internal sealed class WakeClock(TimeProvider time, Action wake) : IDisposable
{
    private static readonly long Shortest = TimeSpan.TicksPerMillisecond;
    private static readonly long Longest = TimeSpan.FromHours(1).Ticks;
    private readonly ITimer _timer = time.CreateTimer(static wake => ((Action)wake!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private long _armedFor = long.MaxValue;

    public WakeHeap Heap { get; } = new();

    /// <summary>It has fired: the next <see cref="Arm_NeedsGate"/> sets it anew.</summary>
    public void Fired_NeedsGate() => _armedFor = long.MaxValue;

    /// <summary>Sets the timer for the earliest number, unless it is set for then or before.</summary>
    public void Arm_NeedsGate(long now)
    {
        var next = Heap.NextAt;
        if (next < _armedFor)
        {
            _armedFor = next;
            var wait = Math.Clamp(next - now, Shortest, Longest);
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait / (double)TimeSpan.TicksPerMillisecond)), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();
}
