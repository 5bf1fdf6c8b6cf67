using System.ComponentModel.DataAnnotations;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Configuration;

/// <summary>From where on a figure is bad.</summary>
public sealed class VitalLimits
{
    /// <summary>From here on the whole is degraded; null for never.</summary>
    [Range(0, 1_000_000)]
    public double? Warning { get; set; }

    /// <summary>From here on it is critical; null for never.</summary>
    [Range(0, 1_000_000)]
    public double? Critical { get; set; }

    /// <summary>From here on it is an emergency; null for never.</summary>
    [Range(0, 1_000_000)]
    public double? Emergency { get; set; }

    internal VitalRule HighIsBad => new(Warning, Critical, Emergency);

    internal VitalRule LowIsBad => new(Warning, Critical, Emergency, IsLowBad: true);
}
