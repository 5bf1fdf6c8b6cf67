using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>How health is measured.</summary>
public sealed class HealthOptions
{
    /// <summary>Pause between checks, seconds. Default 0.5.</summary>
    [Range(0.05, 60)]
    public double CheckSeconds { get; set; } = 0.5;

    /// <summary>Time one check may take, seconds. Default 1.</summary>
    [Range(0.05, 60)]
    public double CheckDeadlineSeconds { get; set; } = 1;

    /// <summary>Age of the last good probe write up to which the gateway is ready, seconds. Default 2.</summary>
    [Range(0.1, 600)]
    public double ReadyAgeSeconds { get; set; } = 2;

    /// <summary>Failed checks in a row after which a component is down. Default 3.</summary>
    [Range(1, 100)]
    public int DownAfter { get; set; } = 3;

    /// <summary>Good checks in a row after which it is up. Default 2.</summary>
    [Range(1, 100)]
    public int UpAfter { get; set; } = 2;

    /// <summary>Quiet time before a level is left, seconds; longer when it came back soon. Default 10.</summary>
    [Range(0, 3600)]
    public double QuietSeconds { get; set; } = 10;
}
