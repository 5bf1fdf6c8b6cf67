using Microsoft.Extensions.Logging;

namespace Relevo.Providers.Media;

/// <summary>What fetching media reports: hosts and words, never addresses.</summary>
internal static partial class Log
{
    [LoggerMessage(5111, LogLevel.Warning, "Media for number {Number} could not be fetched from {Host}: {Reason}.")]
    public static partial void MediaFailed(ILogger logger, string number, string host, string reason);

    [LoggerMessage(5112, LogLevel.Warning, "Media for number {Number} has an address inside of a private network; nothing was called.")]
    public static partial void MediaRefused(ILogger logger, string number);
}
