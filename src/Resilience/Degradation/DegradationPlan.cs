using Relevo.Resilience.Health;

namespace Relevo.Resilience.Degradation;

/// <summary>What each level asks for. Pure.</summary>
public static class DegradationPlan
{
    /// <summary>The restriction of a level, with the rates that it ends up with.</summary>
    public static Restriction For(HealthLevel level, bool isMaintenance, DegradationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (rate, cache, mode) = level switch
        {
            HealthLevel.Healthy => (100, options.HealthyCacheSeconds, WorkMode.Normal),
            HealthLevel.Degraded => (options.DegradedRatePercent, options.DegradedCacheSeconds, WorkMode.Priority),
            HealthLevel.Critical => (options.CriticalRatePercent, options.CriticalCacheSeconds, WorkMode.Priority),
            _ => (options.EmergencyRatePercent, options.CriticalCacheSeconds, WorkMode.Emergency),
        };
        return new Restriction(rate / 100.0, TimeSpan.FromSeconds(cache), mode, level > HealthLevel.Healthy, isMaintenance);
    }
}
