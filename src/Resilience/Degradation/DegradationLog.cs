using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Degradation;

internal static partial class DegradationLog
{
    [LoggerMessage(9060, LogLevel.Warning, "{Part} could not follow the restrictions in force ({Error}); it is asked again every second.")]
    public static partial void NotApplied(ILogger logger, string part, string error);

    [LoggerMessage(9061, LogLevel.Warning, "{By} set the restrictions by hand: {Level}, until {Until:O}.")]
    public static partial void ByHand(ILogger logger, string by, string level, DateTimeOffset? until);

    [LoggerMessage(9062, LogLevel.Information, "What {By} set by hand is over; the level decides again.")]
    public static partial void HandOver(ILogger logger, string by);

    [LoggerMessage(9063, LogLevel.Warning, "Maintenance: {Reason}.")]
    public static partial void Maintenance(ILogger logger, string reason);
}
