using Microsoft.Extensions.Logging;

namespace Relevo.LoadBalancer;

internal static partial class Log
{
    [LoggerMessage(EventId = 4201, Message = "{What}")]
    public static partial void Noticed(ILogger logger, LogLevel level, string what);

    [LoggerMessage(4202, LogLevel.Error, "A callback of the pool failed; the pool goes on.")]
    public static partial void CallbackFailed(ILogger logger, Exception failure);

    [LoggerMessage(4203, LogLevel.Error, "The pool's timer met something it does not know; it goes on.")]
    public static partial void TimerFailed(ILogger logger, Exception failure);

    [LoggerMessage(4204, LogLevel.Error, "The pool's state could not be saved; it is tried again.")]
    public static partial void SaveFailed(ILogger logger, Exception failure);

    [LoggerMessage(4205, LogLevel.Warning, "Asking whether number {Number} can send failed; it is asked again later.")]
    public static partial void ProbeFailed(ILogger logger, string number, Exception failure);

    [LoggerMessage(4206, LogLevel.Error, "The pool's saved state cannot be read; it begins without.")]
    public static partial void StateUnreadable(ILogger logger, Exception failure);
}
