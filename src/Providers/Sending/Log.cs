using Microsoft.Extensions.Logging;

namespace Relevo.Providers.Sending;

/// <summary>What calls to providers report: hosts and words, never content.</summary>
internal static partial class Log
{
    [LoggerMessage(5101, LogLevel.Warning, "Number {Number} did not reach {Host}: {Reason}. Nothing was sent.")]
    public static partial void NotConnected(ILogger logger, string number, string host, string reason);

    [LoggerMessage(5102, LogLevel.Warning, "Number {Number} got no complete answer from {Host}: {Trouble}. What became of the call is unknown.")]
    public static partial void Broken(ILogger logger, string number, string host, string trouble);

    [LoggerMessage(5103, LogLevel.Warning, "Number {Number} failed again as said before: {NotReached} calls within a minute reached nobody and sent nothing, {NotAnswered} got no complete answer.")]
    public static partial void FailedToo(ILogger logger, string number, int notReached, int notAnswered);
}
