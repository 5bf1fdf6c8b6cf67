using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Whether lanes move: work that is ready and free to be done is being done.</summary>
public sealed class QueueCheck(IQueueProgress progress, TimeSpan stall, TimeProvider time) : IHealthCheck
{
    private long _seen = -1;
    private long? _since; // when work was first seen that nobody did

    /// <inheritdoc />
    public string Name => ComponentNames.Queue;

    /// <inheritdoc />
    public bool IsCritical => true;

    /// <inheritdoc />
    public Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        var done = progress.Done;
        if (done != _seen || !progress.HasReadyWork)
        {
            (_seen, _since) = (done, progress.HasReadyWork ? time.GetTimestamp() : null);
            return Task.FromResult(CheckResult.Good($"lanes move, {done} done since the start"));
        }

        var still = time.GetElapsedTime(_since ??= time.GetTimestamp());
        return Task.FromResult(still < stall
            ? CheckResult.Good($"work is ready, {done} done since the start")
            : CheckResult.Bad($"work is ready but nothing was done for {(long)still.TotalSeconds} s"));
    }
}
