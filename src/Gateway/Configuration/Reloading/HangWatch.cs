namespace Relevo.Gateway.Configuration.Reloading;

/// <summary>The watchdog of the reload: neither a disk that never answers nor a part that never takes up settings goes unnoticed.</summary>
internal sealed class HangWatch(TimeProvider time, string file)
{
    private readonly long _start = time.GetTimestamp();
    private long _busySince;

    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>A sentence when the work under way takes too long; null otherwise.</summary>
    public string? Problem
    {
        get
        {
            var since = Interlocked.Read(ref _busySince);
            var busy = Now - TimeSpan.FromTicks(since);
            return since > 0 && busy > ReloadTiming.Hang
                ? $"a look at {file}, or the change to its settings, has not ended for {(int)busy.TotalSeconds} s"
                : null;
        }
    }

    public void Begin() => Interlocked.Exchange(ref _busySince, Math.Max(1, Now.Ticks));

    public void End() => Interlocked.Exchange(ref _busySince, 0);
}
