using Microsoft.Extensions.Logging;

namespace Relevo.Storage.Files;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Warning, "What is in work cannot be noted now: {Reason}")]
    public static partial void NotesFailed(ILogger logger, string reason);
}
