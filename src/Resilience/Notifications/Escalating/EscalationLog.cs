using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>What escalations write into the log.</summary>
internal static partial class EscalationLog
{
    [LoggerMessage(9151, LogLevel.Warning, "Incident {Incident}: {Rung} is told, {Reason}.")]
    public static partial void Told(ILogger logger, string incident, string rung, string reason);

    [LoggerMessage(9152, LogLevel.Error, "The open incidents could not be looked at ({Failure}); they are looked at again.")]
    public static partial void LookFailed(ILogger logger, string failure);
}
