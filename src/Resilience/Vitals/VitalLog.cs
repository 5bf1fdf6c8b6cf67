using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Vitals;

internal static partial class VitalLog
{
    [LoggerMessage(9050, LogLevel.Warning, "The figure {Name} cannot be read: {Error}. It is not judged until it can.")]
    public static partial void NotRead(ILogger logger, string name, string error);
}
