namespace Relevo.Resilience.Loops;

/// <summary>
/// How long a loop may be silent. Whatever it waits for, it says first by when it will be back, so that
/// whoever watches it can tell a long step from a loop that hangs.
/// </summary>
internal sealed class Heartbeat(TimeProvider time)
{
    private const long Resting = long.MaxValue;
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1); // a busy machine is late without hanging

    private long _due = Resting;

    /// <summary>True when the loop should have been back and is not.</summary>
    public bool IsOverdue => Interlocked.Read(ref _due) is var due and not Resting && time.GetTimestamp() > due;

    /// <summary>The loop moves, and will be back within that time.</summary>
    public void Beat(TimeSpan backWithin)
    {
        Interlocked.Exchange(ref _due, time.GetTimestamp() + (long)((backWithin + Slack).TotalSeconds * time.TimestampFrequency));
    }

    /// <summary>The loop has nothing to do.</summary>
    public void Rest() => Interlocked.Exchange(ref _due, Resting);
}
