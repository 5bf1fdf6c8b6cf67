using Microsoft.Extensions.Logging;

namespace Relevo.QueueProcessor;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Error, "Work of queue {Queue} failed in a way it does not know; the message is tried again.")]
    public static partial void WorkFailed(ILogger logger, string queue, Exception error);

    [LoggerMessage(2002, LogLevel.Warning, "The backlog of queue {Queue} cannot be read now: {Reason}")]
    public static partial void ReadFailed(ILogger logger, string queue, string reason);

    [LoggerMessage(2003, LogLevel.Error, "The reader of queue {Queue} failed in a way it does not know; it goes on.")]
    public static partial void ReaderFailed(ILogger logger, string queue, Exception error);

    [LoggerMessage(2004, LogLevel.Error, "Queue {Queue} has {Ready} conversations ready and made no progress for {Seconds} s; it is started again.")]
    public static partial void Stalled(ILogger logger, string queue, int ready, double seconds);

    [LoggerMessage(2005, LogLevel.Warning, "Message {Id} of queue {Queue} was in work when the gateway died, {Deaths} times so far; it is taken up alone.")]
    public static partial void Suspect(ILogger logger, string id, string queue, int deaths);

    [LoggerMessage(2006, LogLevel.Warning, "Queue {Queue} pauses: the store cannot save what was done.")]
    public static partial void Unsaved(ILogger logger, string queue);

    [LoggerMessage(2007, LogLevel.Error, "The reader of queue {Queue} had ended; it is started again.")]
    public static partial void ReaderEnded(ILogger logger, string queue);
}
