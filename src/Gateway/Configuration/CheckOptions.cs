using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>When one component is looked at.</summary>
public sealed class CheckOptions
{
    /// <summary>Pause between looks while all is well, seconds; null as it is without.</summary>
    [Range(0.05, 86_400)]
    public double? IntervalSeconds { get; set; }

    /// <summary>Time one look may take, seconds; null as it is without.</summary>
    [Range(0.05, 600)]
    public double? TimeoutSeconds { get; set; }
}
