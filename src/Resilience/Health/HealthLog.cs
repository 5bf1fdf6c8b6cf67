using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Health;

/// <summary>What the health of the whole writes into the log.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(EventId = 3301, Message = "The level changed from {From} to {To}. Issues: {Issues}.")]
    public static partial void LevelChanged(ILogger logger, LogLevel severity, HealthLevel from, HealthLevel to, string issues);

    [LoggerMessage(3302, LogLevel.Error, "A listener of level changes failed.")]
    public static partial void ListenerFailed(ILogger logger, Exception failure);
}
