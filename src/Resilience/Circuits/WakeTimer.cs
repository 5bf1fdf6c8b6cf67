namespace Relevo.Resilience.Circuits;

/// <summary>
/// A timer that is set again and again. One that was set anew may still fire for its old time, and one may fire a little
/// early: who is woken asks <see cref="IsDue"/>. Not safe from several threads; its owner holds a lock.
/// </summary>
internal sealed class WakeTimer : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _dueAt;

    public WakeTimer(TimeProvider time, Action wake)
    {
        _time = time;
        _timer = time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True when its time has come; sets it for the rest when it has not.</summary>
    public bool IsDue
    {
        get
        {
            var left = _time.GetElapsedTime(_time.GetTimestamp(), _dueAt);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left < Shortest ? Shortest : left, Timeout.InfiniteTimeSpan);
            }

            return left <= TimeSpan.Zero;
        }
    }

    public void Wake(TimeSpan after)
    {
        _dueAt = _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    public void Cancel() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
