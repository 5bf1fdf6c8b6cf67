using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Degradation;

/// <summary>What is restricted at which level, and how it is given back.</summary>
public sealed class DegradationOptions
{
    /// <summary>Rates of sends while degraded, percent. Default 70.</summary>
    [Range(1, 100)]
    public int DegradedRatePercent { get; set; } = 70;

    /// <summary>Rates of sends while critical, percent. Default 50.</summary>
    [Range(1, 100)]
    public int CriticalRatePercent { get; set; } = 50;

    /// <summary>Rates of sends in an emergency, percent. Default 30.</summary>
    [Range(1, 100)]
    public int EmergencyRatePercent { get; set; } = 30;

    /// <summary>Time to live of the cache while healthy, seconds. Other times to live grow in proportion. Default 300.</summary>
    [Range(1, 86_400)]
    public int HealthyCacheSeconds { get; set; } = 300;

    /// <summary>The same while degraded; not less. Default 600.</summary>
    [Range(1, 86_400)]
    public int DegradedCacheSeconds { get; set; } = 600;

    /// <summary>The same while critical and in an emergency; not less than that. Default 1,800.</summary>
    [Range(1, 86_400)]
    public int CriticalCacheSeconds { get; set; } = 1_800;

    /// <summary>Rates come back in steps of so much, percent of the full rate. Default 20.</summary>
    [Range(1, 100)]
    public int ReturnStepPercent { get; set; } = 20;

    /// <summary>Time between steps, seconds. Default 120.</summary>
    [Range(0.1, 86_400)]
    public double ReturnStepSeconds { get; set; } = 120;

    /// <summary>Share of the work that has to succeed for a step, percent; below it goes a step back. Default 98.</summary>
    [Range(1, 100)]
    public double ReturnSuccessPercent { get; set; } = 98;

    /// <summary>Rates after a full stop (maintenance, isolation) begin here, percent. Default 10.</summary>
    [Range(1, 100)]
    public int ReturnFromPercent { get; set; } = 10;

    /// <summary>What was set by hand holds for so long, minutes. Default 60.</summary>
    [Range(0.01, 10_080)]
    public double ByHandMinutes { get; set; } = 60;
}
