namespace Relevo.Gateway.Health.Exposition;

/// <summary>
/// Answers scrapes. Scrapes at the same time share one collection; while one hangs or fails, the last text is served for a
/// while, and nothing after that, so that an alarm on the missing target can fire.
/// </summary>
internal sealed class Scrape(Func<byte[]> collect, TimeProvider time, ILogger<Scrape> logger)
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task? _running;
    private byte[]? _last;
    private long _lastAt;

    /// <summary>The text, or null when there is none that is worth an answer.</summary>
    public async Task<byte[]?> GetAsync(CancellationToken cancellation)
    {
        var running = Join();
        try
        {
            await running.WaitAsync(Deadline, time, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            HealthLog.ScrapeFailed(logger, failure.GetType().Name);
        }

        lock (_gate)
        {
            return _last is not null && time.GetElapsedTime(_lastAt) < LongestKept ? _last : null;
        }
    }

    private Task Join()
    {
        lock (_gate)
        {
            return _running is { IsCompleted: false } ? _running : _running = Task.Run(CollectOnce);
        }
    }

    private void CollectOnce()
    {
        var text = collect();
        lock (_gate)
        {
            (_last, _lastAt) = (text, time.GetTimestamp());
        }
    }
}
