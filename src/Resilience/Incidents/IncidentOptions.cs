using System.ComponentModel.DataAnnotations;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Incidents;

/// <summary>How incidents are kept and judged.</summary>
public sealed class IncidentOptions
{
    internal const int LeastTimeline = 20;
    private const string Severities = "^(critical|high|medium|low)$";
    private const string SeverityWords = "must be critical, high, medium or low";

    /// <summary>Incidents that are kept. Default 200.</summary>
    [Range(10, 10_000)]
    public int Kept { get; set; } = 200;

    /// <summary>Entries in the timeline of one incident; beyond, those in the middle are left out. Default 200.</summary>
    [Range(LeastTimeline, 1000)]
    public int TimelineEntries { get; set; } = 200;

    /// <summary>Severity of what is DEGRADED. Default <c>medium</c>.</summary>
    [RegularExpression(Severities, ErrorMessage = SeverityWords)]
    public string DegradedSeverity { get; set; } = "medium";

    /// <summary>Severity of what is CRITICAL. Default <c>high</c>.</summary>
    [RegularExpression(Severities, ErrorMessage = SeverityWords)]
    public string CriticalSeverity { get; set; } = "high";

    /// <summary>Severity of an EMERGENCY. Default <c>critical</c>.</summary>
    [RegularExpression(Severities, ErrorMessage = SeverityWords)]
    public string EmergencySeverity { get; set; } = "critical";

    /// <summary>Objectives for critical severity: 15 min aimed at, 30 min at most.</summary>
    public ObjectiveOptions Critical { get; set; } = new(15, 30);

    /// <summary>Objectives for high severity: 1 h aimed at, 2 h at most.</summary>
    public ObjectiveOptions High { get; set; } = new(60, 2 * 60);

    /// <summary>Objectives for medium severity: 4 h aimed at, 8 h at most.</summary>
    public ObjectiveOptions Medium { get; set; } = new(4 * 60, 8 * 60);

    /// <summary>Objectives for low severity: 24 h aimed at, 48 h at most.</summary>
    public ObjectiveOptions Low { get; set; } = new(24 * 60, 48 * 60);

    /// <summary>The objectives for a severity.</summary>
    public ObjectiveOptions Objectives(Severity severity) => severity switch
    {
        Severity.Critical => Critical,
        Severity.High => High,
        Severity.Medium => Medium,
        _ => Low,
    };

    /// <summary>The severity of a level.</summary>
    public Severity SeverityOf(HealthLevel level)
    {
        var word = level switch
        {
            HealthLevel.Emergency => EmergencySeverity,
            HealthLevel.Critical => CriticalSeverity,
            HealthLevel.Degraded => DegradedSeverity,
            _ => "low",
        };
        return Enum.TryParse<Severity>(word, ignoreCase: true, out var severity) ? severity : Severity.Low;
    }
}
