namespace Relevo.Resilience.Loops;

/// <summary>How a run of a loop tells that it is alive.</summary>
public sealed class LoopBeat
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private long _last;
    private volatile Action? _disturbance;

    internal LoopBeat(TimeProvider time, CancellationToken stopping)
    {
        (_time, _stopping) = (time, stopping);
        _last = time.GetTimestamp();
    }

    /// <summary>When it last beat.</summary>
    internal long Last => Volatile.Read(ref _last);

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

    /// <summary>Pauses, and tells meanwhile. Throws like <see cref="Tell"/>.</summary>
    public async Task PauseAsync(TimeSpan pause)
    {
        Tell();
        for (var left = pause; left > TimeSpan.Zero; left -= Pace)
        {
            await Task.Delay(left < Pace ? left : Pace, _time, _stopping).ConfigureAwait(false);
            Tell();
        }
    }

    /// <summary>
    /// Waits for work that has a deadline of its own, and tells meanwhile: that the work takes long does not mean that the loop
    /// hangs. Also waits for it when the run is to end, since it was told to end as well; throws what the work throws.
    /// </summary>
    public async Task WhileAsync(Task work)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (!work.IsCompleted)
        {
            Volatile.Write(ref _last, _time.GetTimestamp());
            await work.WaitAsync(Pace, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.ConfigureAwait(false);
        Volatile.Write(ref _last, _time.GetTimestamp());
    }

    /// <summary>For tests: what happens to it at its next beat.</summary>
    internal void Disturb(Action disturbance) => _disturbance = disturbance;
}
