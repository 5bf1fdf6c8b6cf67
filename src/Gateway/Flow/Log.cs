namespace Relevo.Gateway.Flow;

internal static partial class Log
{
    [LoggerMessage(3401, LogLevel.Information, "Takes webhooks on {Url}: {Numbers} number(s), {Applications} application(s), data in {Directory}.")]
    public static partial void Started(ILogger logger, string url, int numbers, int applications, string directory);

    [LoggerMessage(3402, LogLevel.Information, "Stopping: takes nothing new, finishes what is in work.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(3403, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);
}
