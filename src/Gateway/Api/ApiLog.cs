namespace Relevo.Gateway.Api;

internal static partial class ApiLog
{
    [LoggerMessage(1201, LogLevel.Error, "The API failed to answer {Method} {Endpoint}.")]
    public static partial void Failed(ILogger logger, string method, string endpoint, Exception exception);

    [LoggerMessage(1202, LogLevel.Warning, "The call {Action} of {Caller} was answered, but could not be recorded in the audit log: {Reason}")]
    public static partial void NotRecorded(ILogger logger, string action, string caller, string reason);

    [LoggerMessage(1203, LogLevel.Debug, "The caller of a {Method} left before the answer.")]
    public static partial void CallerLeft(ILogger logger, string method);
}
