using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Incidents;

/// <summary>What incidents write into the log. Notes of people are kept with the incident and not logged.</summary>
internal static partial class IncidentLog
{
    [LoggerMessage(9301, LogLevel.Warning, "Incident {Id} is opened at level {Level}, severity {Severity}: {Title}")]
    public static partial void Opened(ILogger logger, string id, HealthLevel level, Severity severity, string title);

    [LoggerMessage(9302, LogLevel.Warning, "Incident {Id} rises to level {Level}, severity {Severity}.")]
    public static partial void Raised(ILogger logger, string id, HealthLevel level, Severity severity);

    [LoggerMessage(9303, LogLevel.Information, "Incident {Id} is closed by {By}.")]
    public static partial void Closed(ILogger logger, string id, string by);

    [LoggerMessage(9304, LogLevel.Information, "Incident {Id} is acknowledged by {By}.")]
    public static partial void Acknowledged(ILogger logger, string id, string by);

    [LoggerMessage(9305, LogLevel.Error, "A listener of incidents failed.")]
    public static partial void ListenerFailed(ILogger logger, Exception failure);

    [LoggerMessage(9306, LogLevel.Error, "The impact of incident {Id} could not be measured; its report leaves it to be filled in: {Reason}")]
    public static partial void ImpactFailed(ILogger logger, string id, string reason);

    [LoggerMessage(9307, LogLevel.Information, "{Count} incidents were read.")]
    public static partial void Read(ILogger logger, int count);
}
