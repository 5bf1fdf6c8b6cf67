using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Loops;

internal static partial class LoopLog
{
    [LoggerMessage(9070, LogLevel.Error, "The background loop {Name}: {News}.")]
    public static partial void Restarted(ILogger logger, string name, string news);
}
