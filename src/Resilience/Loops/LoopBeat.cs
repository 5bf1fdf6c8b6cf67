namespace Relevo.Resilience.Loops;

/// <summary>How a run of a loop tells that it is alive.</summary>
public sealed class LoopBeat
{
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private long _last;
    private volatile Action? _disturbance;

    internal LoopBeat(TimeProvider time, CancellationToken stopping)
    {
        (_time, _stopping) = (time, stopping);
        _last = time.GetTimestamp();
    }

    /// <summary>Time since the last beat.</summary>
    internal TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _last));

    /// <summary>It is alive. Throws <see cref="OperationCanceledException"/> once this run has been given up, so that one that hung does no more harm.</summary>
    public void Tell()
    {
        _stopping.ThrowIfCancellationRequested();
        Volatile.Write(ref _last, _time.GetTimestamp());
        if (_disturbance is { } disturb)
        {
            _disturbance = null;
            disturb();
        }
    }

    /// <summary>For tests: what happens to it at its next beat.</summary>
    internal void Disturb(Action disturbance) => _disturbance = disturbance;
}
