using System.Runtime.InteropServices;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Vitals;

/// <summary>From where on a figure is bad.</summary>
/// <param name="Warning">From here on: degraded; null for never.</param>
/// <param name="Critical">From here on: critical; null for never.</param>
/// <param name="Emergency">From here on: emergency; null for never.</param>
/// <param name="IsLowBad">True when small figures are the bad ones.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VitalRule(double? Warning, double? Critical, double? Emergency, bool IsLowBad = false)
{
    /// <summary>What a figure asks for.</summary>
    public HealthLevel Judge(double value) =>
        IsBeyond(value, Emergency) ? HealthLevel.Emergency
        : IsBeyond(value, Critical) ? HealthLevel.Critical
        : IsBeyond(value, Warning) ? HealthLevel.Degraded
        : HealthLevel.Healthy;

    private bool IsBeyond(double value, double? limit) => IsLowBad ? value < limit : value >= limit; // neither holds for null
}
