using Microsoft.Extensions.Logging;

namespace Relevo.Sandbox;

/// <summary>What a sandbox logs: never a call, only what somebody should know.</summary>
internal static partial class SandboxLog
{
    [LoggerMessage(5201, LogLevel.Information, "The sandbox plays {Numbers} number(s) at {Url}.")]
    public static partial void Started(ILogger logger, int numbers, Uri url);

    [LoggerMessage(5202, LogLevel.Warning, "A webhook of {Provider} number {Number} was given up after {Tries} tries; the last answer was {Status} (0: none).")]
    public static partial void WebhookGivenUp(ILogger logger, string provider, string number, int tries, int status);

    [LoggerMessage(5203, LogLevel.Warning, "More than {Most} messages wait for their webhooks: those of {Provider} number {Number} begin to be dropped. Said once.")]
    public static partial void WebhooksDropped(ILogger logger, string provider, string number, int most);

    [LoggerMessage(5204, LogLevel.Information, "A rule bans {Provider} number {Number}.")]
    public static partial void Banned(ILogger logger, string provider, string number);
}
