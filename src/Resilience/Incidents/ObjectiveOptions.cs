using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Incidents;

/// <summary>How soon all must be well again (RTO) and how much may be lost (RPO) in incidents of one severity.</summary>
public sealed class ObjectiveOptions
{
    private const double MaxMinutes = 60 * 24 * 30;

    /// <summary>Creates it with the objectives of medium severity.</summary>
    public ObjectiveOptions()
        : this(4 * 60, 8 * 60)
    {
    }

    internal ObjectiveOptions(double target, double maximum)
    {
        (RtoTargetMinutes, RtoMaximumMinutes) = (target, maximum);
        (RpoTargetMinutes, RpoMaximumMinutes) = (target, maximum);
    }

    /// <summary>Time to recovery that is aimed at, minutes. Default by severity: 15, 60, 240, 1440.</summary>
    [Range(0, MaxMinutes)]
    public double RtoTargetMinutes { get; set; }

    /// <summary>Longest time to recovery, minutes. Default by severity: 30, 120, 480, 2880.</summary>
    [Range(0, MaxMinutes)]
    public double RtoMaximumMinutes { get; set; }

    /// <summary>Span of lost data that is aimed at, minutes. Default by severity: 15, 60, 240, 1440.</summary>
    [Range(0, MaxMinutes)]
    public double RpoTargetMinutes { get; set; }

    /// <summary>Longest span of lost data, minutes. Default by severity: 30, 120, 480, 2880.</summary>
    [Range(0, MaxMinutes)]
    public double RpoMaximumMinutes { get; set; }
}
