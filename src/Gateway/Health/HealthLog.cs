namespace Relevo.Gateway.Health;

/// <summary>What health writes into the log.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(3201, LogLevel.Warning, "The store's counts could not be read ({Failure}); the gauges show the last ones.")]
    public static partial void CountsFailed(ILogger logger, string failure);

    [LoggerMessage(3202, LogLevel.Warning, "The metrics could not be collected ({Failure}).")]
    public static partial void ScrapeFailed(ILogger logger, string failure);

    [LoggerMessage(3203, LogLevel.Warning, "The thread pool was given {Threads} more threads: those there are blocked, and work waits {Milliseconds:0} ms.")]
    public static partial void PoolGrew(ILogger logger, int threads, double milliseconds);
}
